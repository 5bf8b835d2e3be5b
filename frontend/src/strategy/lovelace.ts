/** What of a dashboard's configuration is generated here. */

export type CardConfig = Readonly<{ type: string } & Record<string, unknown>>;

export interface SectionConfig {
  type: "grid";
  column_span?: number;
  cards: readonly CardConfig[];
}

export type ViewConfig = Readonly<{ title?: string; path?: string }> &
  (
    | Readonly<{ type: "panel"; cards: readonly CardConfig[] }>
    | Readonly<{
        type: "sections";
        max_columns: number;
        dense_section_placement: true;
        sections: readonly SectionConfig[];
      }>
  );

export interface DashboardConfig {
  title: string;
  views: readonly ViewConfig[];
}
