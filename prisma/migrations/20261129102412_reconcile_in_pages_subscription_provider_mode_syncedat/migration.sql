-- CreateIndex
CREATE INDEX CONCURRENTLY "Subscription_provider_mode_syncedAt_idx" ON "Subscription"("provider", "mode", "syncedAt");
