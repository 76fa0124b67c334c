-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_kind_createdAt_idx" ON "Alert"("kind", "createdAt");
