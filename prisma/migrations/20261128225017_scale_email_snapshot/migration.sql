-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_snapshot_idx" ON "Email"("createdAt") WHERE (snapshot IS NOT NULL);
