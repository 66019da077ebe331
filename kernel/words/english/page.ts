/** Sentences around the content of a page. */
export const page = {
  home: "Home",
  breadcrumb: "Breadcrumb",
  skip: "Skip to content",
  feed: "Feed",
  main_menu: "Main",
  footer_menu: "Footer",
  account_menu: "Account",
  administration: "Administration",
  error_title: "Error: {title}",
  onward_title: "One moment",
  onward_link: "Go on to the page",
} as const;
