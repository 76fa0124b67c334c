-- CreateIndex
CREATE INDEX CONCURRENTLY "Refund_pending_idx" ON "Refund"("provider", "mode") WHERE (status = 'pending');
