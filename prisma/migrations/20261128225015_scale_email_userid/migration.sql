-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_userId_idx" ON "Email"("userId");
