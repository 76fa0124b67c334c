-- CreateIndex
CREATE UNIQUE INDEX CONCURRENTLY "Email_key_userId_key" ON "Email"("key", "userId");
