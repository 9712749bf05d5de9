/** A question about records, with the properties that it needs: one that no record has is no column, and there is nothing to tell. */
interface Question {
  table: "deals" | "contacts";
  needs: string[];
  sql: string;
}

const WORTH =
  "count(*) AS deals, coalesce(sum(amount), 0) AS amount, " +
  "coalesce(sum(amount * hs_deal_stage_probability), 0) AS weighted";
const OPEN = "coalesce(hs_is_closed, 'false') <> 'true'";
const OPEN_NEEDS = ["amount", "dealstage", "hs_deal_stage_probability", "hs_is_closed"];

export const QUESTIONS: Record<string, Question> = {
  stage: {
    table: "deals",
    needs: [...OPEN_NEEDS, "pipeline"],
    sql: `SELECT pipeline || ' ' || dealstage AS stage, ${WORTH} FROM deals WHERE ${OPEN} GROUP BY 1 ORDER BY min(hs_deal_stage_probability), 1`,
  },
  month: {
    table: "deals",
    needs: [...OPEN_NEEDS, "closedate"],
    sql: `SELECT strftime(closedate, '%Y-%m') AS month, ${WORTH} FROM deals WHERE ${OPEN} GROUP BY 1 ORDER BY 1`,
  },
  owner: {
    table: "deals",
    needs: [...OPEN_NEEDS, "hubspot_owner_id"],
    sql: `SELECT hubspot_owner_id AS owner, ${WORTH} FROM deals WHERE ${OPEN} GROUP BY 1 ORDER BY 3 DESC`,
  },
  outcome: {
    table: "deals",
    needs: ["amount", "closedate", "hs_is_closed", "hs_is_closed_won"],
    sql:
      "SELECT strftime(closedate, '%Y-%m') AS month, " +
      "coalesce(sum(CASE WHEN hs_is_closed_won = 'true' THEN amount END), 0) AS won, " +
      "count(CASE WHEN hs_is_closed_won = 'true' THEN 1 END) AS deals_won, " +
      "count(CASE WHEN hs_is_closed_won = 'true' THEN NULL ELSE 1 END) AS deals_lost " +
      "FROM deals WHERE hs_is_closed = 'true' GROUP BY 1 ORDER BY 1",
  },
  lifecycle: {
    table: "contacts",
    needs: ["lifecyclestage"],
    sql: "SELECT lifecyclestage AS stage, count(*) AS contacts FROM contacts GROUP BY 1 ORDER BY 2 DESC",
  },
};
