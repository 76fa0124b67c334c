-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_createdAt_id_idx" ON "Alert"("createdAt", "id");
