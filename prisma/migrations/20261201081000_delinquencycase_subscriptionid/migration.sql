-- CreateIndex
CREATE INDEX CONCURRENTLY "DelinquencyCase_subscriptionId_idx" ON "DelinquencyCase"("subscriptionId");
