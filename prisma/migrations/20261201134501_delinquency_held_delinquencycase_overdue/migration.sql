-- CreateIndex
CREATE INDEX CONCURRENTLY "DelinquencyCase_overdue_idx" ON "DelinquencyCase"("exhaustsAt") WHERE (state = 'open' AND "heldAt" IS NULL);
