-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_unread_idx" ON "WebhookEvent"("id") WHERE ("customerExternalId" IS NULL AND payload <> '{}');
