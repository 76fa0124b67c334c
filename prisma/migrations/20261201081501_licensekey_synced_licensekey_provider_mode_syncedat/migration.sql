-- CreateIndex
CREATE INDEX CONCURRENTLY "LicenseKey_provider_mode_syncedAt_idx" ON "LicenseKey"("provider", "mode", "syncedAt");
