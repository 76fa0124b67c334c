-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_userId_createdAt_idx" ON "Email"("userId", "createdAt");
