-- CreateIndex
CREATE INDEX CONCURRENTLY "SubscriptionTransition_status_key" ON "SubscriptionTransition"("at") WHERE ("from" IS DISTINCT FROM "to");
