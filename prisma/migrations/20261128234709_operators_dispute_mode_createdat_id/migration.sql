-- CreateIndex
CREATE INDEX CONCURRENTLY "Dispute_mode_createdAt_id_idx" ON "Dispute"("mode", "createdAt", "id");
