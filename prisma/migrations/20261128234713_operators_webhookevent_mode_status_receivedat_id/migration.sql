-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_mode_status_receivedAt_id_idx" ON "WebhookEvent"("mode", "status", "receivedAt", "id");
