-- CreateIndex
CREATE INDEX CONCURRENTLY "DelinquencyCase_mode_openedAt_id_idx" ON "DelinquencyCase"("mode", "openedAt", "id");
