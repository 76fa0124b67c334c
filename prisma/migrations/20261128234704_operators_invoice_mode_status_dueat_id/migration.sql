-- CreateIndex
CREATE INDEX CONCURRENTLY "Invoice_mode_status_dueAt_id_idx" ON "Invoice"("mode", "status", "dueAt", "id");
