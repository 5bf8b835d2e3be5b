import { DASHBOARD } from "./dashboard";

export type Say = (key: keyof typeof DASHBOARD) => string;
export const say: Say = (key) => DASHBOARD[key];
