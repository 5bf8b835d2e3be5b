/** What the dashboard says, and the cards that look back, in English. */

export const PAGES = {
  about: "Everybody you follow: now, the last days, and the report for the clinic. There is nothing to fill in.",
  now: "Now",
  days: "Days",
  report: "Report",
  alerts: "Alerts",
  sensor: "Sensor",
  nightscout: "Nightscout",
  nobody: "Nobody is followed yet",
  nobodyToAdd: "Add your LibreLinkUp account and choose whom to follow. They appear here by themselves.",
  nobodyToSee: "As soon as somebody is followed whom you may see, they appear here.",
  addPeople: "Add people",
} as const;
