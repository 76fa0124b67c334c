-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_unsent_key" ON "Alert"("createdAt") WHERE ("notifiedAt" IS NULL AND "closedAt" IS NULL);
