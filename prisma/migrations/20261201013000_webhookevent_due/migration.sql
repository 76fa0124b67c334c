-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_due_idx" ON "WebhookEvent"("mode", "provider", "nextAttemptAt") WHERE (status IN ('received', 'processing', 'failed'));
