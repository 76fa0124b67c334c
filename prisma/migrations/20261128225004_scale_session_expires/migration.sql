-- CreateIndex
CREATE INDEX CONCURRENTLY "Session_expires_idx" ON "Session"("expires");
