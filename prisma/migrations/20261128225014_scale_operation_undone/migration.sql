-- CreateIndex
CREATE INDEX CONCURRENTLY "Operation_undone_idx" ON "Operation"("updatedAt") WHERE (status IN ('withdrawn', 'stale'));
