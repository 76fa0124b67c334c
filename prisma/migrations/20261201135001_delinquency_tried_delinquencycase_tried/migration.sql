-- CreateIndex
CREATE INDEX CONCURRENTLY "DelinquencyCase_tried_idx" ON "DelinquencyCase"("triedAt") WHERE (state = 'open' AND "heldAt" IS NULL AND "triedAt" IS NOT NULL);
