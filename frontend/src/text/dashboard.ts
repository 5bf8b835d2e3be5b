/** Texts of the dashboard, and of the cards that look back. */

export const DASHBOARD = {
  strategy: "Everybody you follow: now, the last days, and a report for the clinic. Nothing to fill in.",
  now: "Now",
  days: "Days",
  report: "Report",
  alerts: "Alerts",
  sensor: "Sensor",
  nightscout: "Nightscout",
  nobody: "Nobody is followed yet",
  nobody_to_add: "Add your LibreLinkUp account and choose whom to follow. They appear here by themselves.",
  nobody_to_see: "As soon as somebody is followed whom you may see, they appear here.",
  add_people: "Add people",
} as const;
