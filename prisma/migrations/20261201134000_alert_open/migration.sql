-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_open_idx" ON "Alert"("kind") WHERE ("closedAt" IS NULL);
