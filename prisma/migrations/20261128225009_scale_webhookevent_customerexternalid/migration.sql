-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_customerExternalId_idx" ON "WebhookEvent"("customerExternalId");
