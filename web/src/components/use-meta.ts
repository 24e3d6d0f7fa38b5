import type { Meta } from "@mora/contract";
import { useQuery } from "@tanstack/react-query";
import { metaQuery } from "../api/queries.ts";

/** Names of books; the shell shows the error when they cannot be had. */
export const useMeta = (): Meta | undefined => useQuery(metaQuery()).data;
