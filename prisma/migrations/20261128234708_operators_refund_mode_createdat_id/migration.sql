-- CreateIndex
CREATE INDEX CONCURRENTLY "Refund_mode_createdAt_id_idx" ON "Refund"("mode", "createdAt", "id");
