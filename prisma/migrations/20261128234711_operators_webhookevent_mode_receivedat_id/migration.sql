-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_mode_receivedAt_id_idx" ON "WebhookEvent"("mode", "receivedAt", "id");
