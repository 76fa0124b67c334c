-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "SpentCredits" (
    "workspaceId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "SpentCredits_pkey" PRIMARY KEY ("workspaceId","mode")
);

-- AddForeignKey
ALTER TABLE "SpentCredits" ADD CONSTRAINT "SpentCredits_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Each spend is added in its own transaction, also one that other code writes
CREATE FUNCTION "add_spent_credits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE "SpentCredits" SET "amount" = "amount" - OLD."amount"
    WHERE "workspaceId" = OLD."workspaceId" AND "mode" = OLD."mode";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO "SpentCredits" ("workspaceId", "mode", "amount") VALUES (NEW."workspaceId", NEW."mode", NEW."amount")
    ON CONFLICT ("workspaceId", "mode") DO UPDATE SET "amount" = "SpentCredits"."amount" + excluded."amount";
  END IF;
  RETURN NULL;
END
$$;

-- It keeps others from writing spends until this migration is committed
CREATE TRIGGER "add_spent_credits" AFTER INSERT OR UPDATE OR DELETE ON "CreditSpend"
  FOR EACH ROW EXECUTE FUNCTION "add_spent_credits"();

-- The spends until now
INSERT INTO "SpentCredits" ("workspaceId", "mode", "amount")
SELECT "workspaceId", "mode", sum("amount") FROM "CreditSpend" GROUP BY 1, 2;

RESET lock_timeout;
