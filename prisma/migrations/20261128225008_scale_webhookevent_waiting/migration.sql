-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_waiting_idx" ON "WebhookEvent"("mode", "nextAttemptAt") WHERE (status IN ('received', 'processing', 'failed'));
