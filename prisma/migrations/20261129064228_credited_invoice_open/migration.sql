-- CreateIndex
CREATE INDEX CONCURRENTLY "Invoice_open_idx" ON "Invoice"("provider", "mode") WHERE (status = 'open');
