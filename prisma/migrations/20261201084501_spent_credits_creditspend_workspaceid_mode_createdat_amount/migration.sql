-- CreateIndex
CREATE INDEX CONCURRENTLY "CreditSpend_workspaceId_mode_createdAt_amount_idx" ON "CreditSpend"("workspaceId", "mode", "createdAt", "amount");
