-- CreateIndex
CREATE INDEX CONCURRENTLY "Payment_mode_status_createdAt_id_idx" ON "Payment"("mode", "status", "createdAt", "id");
