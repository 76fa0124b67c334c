-- CreateIndex
CREATE INDEX CONCURRENTLY "Payment_processing_idx" ON "Payment"("provider", "mode") WHERE (status = 'processing');
