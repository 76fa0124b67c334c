-- CreateIndex
CREATE INDEX CONCURRENTLY "Customer_userId_idx" ON "Customer"("userId");
