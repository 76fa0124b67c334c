-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_mode_provider_receivedAt_id_idx" ON "WebhookEvent"("mode", "provider", "receivedAt", "id");
