-- CreateIndex
CREATE INDEX CONCURRENTLY "User_email_prefix" ON "User"("email" text_pattern_ops);
