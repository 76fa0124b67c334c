-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_mode_type_receivedAt_id_idx" ON "WebhookEvent"("mode", "type", "receivedAt", "id");
