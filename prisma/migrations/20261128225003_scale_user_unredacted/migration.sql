-- CreateIndex
CREATE INDEX CONCURRENTLY "User_unredacted_idx" ON "User"("deletedAt") WHERE ("deletedAt" IS NOT NULL AND "redactedAt" IS NULL);
