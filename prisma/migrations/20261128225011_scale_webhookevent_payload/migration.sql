-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_payload_idx" ON "WebhookEvent"("lastReceivedAt") WHERE (payload <> '{}');
