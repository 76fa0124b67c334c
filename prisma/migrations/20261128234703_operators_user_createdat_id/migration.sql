-- CreateIndex
CREATE INDEX CONCURRENTLY "User_createdAt_id_idx" ON "User"("createdAt", "id");
