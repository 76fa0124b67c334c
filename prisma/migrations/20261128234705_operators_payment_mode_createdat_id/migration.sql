-- CreateIndex
CREATE INDEX CONCURRENTLY "Payment_mode_createdAt_id_idx" ON "Payment"("mode", "createdAt", "id");
