-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_waiting_idx" ON "Email"("workspaceId") WHERE (status = 'waiting');
