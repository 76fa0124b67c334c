-- CreateIndex
CREATE INDEX CONCURRENTLY "Dispute_undecided_idx" ON "Dispute"("provider", "mode") WHERE (status IN ('inquiry', 'open'));
