-- CreateIndex
CREATE INDEX CONCURRENTLY "MrrChange_workspaceId_mode_currency_at_amount_idx" ON "MrrChange"("workspaceId", "mode", "currency", "at", "amount");
