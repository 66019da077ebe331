/** The templates of the hand-written floor: the content of a film's page and of the list, as the real pages have it. */
export const CARD = `<li><article class="card">
<p class="meta"><span>{{year}}</span>{{#if genre}}<span class="chip">{{genre.label}}</span>{{/if}}</p>
<h2><a href="/item/{{id}}">{{title}}</a></h2>
{{#if rating}}<p class="rating"><meter min="0" max="10" value="{{rating}}" aria-hidden="true"></meter><span><span class="visually-hidden">Rated </span>{{rating}}</span></p>{{/if}}
</article></li>`;

export const LISTING = `<section aria-label="Results"><div class="listing-bar"><span><strong>1–24</strong> of <strong>{{total}}</strong> results</span></div>
<ul class="cards">{{#each films}}{{> card}}{{/each}}</ul></section>`;

export const FILM = `<article class="film"><div><h1>{{title}}</h1>
<p class="byline"><span>{{released}}</span>{{#if genre}}<a class="chip" href="/category/{{genre.id}}">{{genre.label}}</a>{{/if}}{{#if mpaa}}<span class="chip plain">{{mpaa}}</span>{{/if}}{{#if runtime}}<span>{{runtime}} min</span>{{/if}}</p>
<dl class="facts">{{#if director}}<dt>Director</dt><dd>{{director}}</dd>{{/if}}{{#if budget}}<dt>Budget</dt><dd>{{budget}}</dd>{{/if}}{{#if gross}}<dt>Worldwide gross</dt><dd>{{gross}}</dd>{{/if}}{{#if rating}}<dt>IMDb rating</dt><dd>{{rating}}</dd><dt>IMDb votes</dt><dd>{{votes}}</dd>{{/if}}{{#if source}}<dt>Based on</dt><dd>{{source}}</dd>{{/if}}</dl></div>
<aside class="film-facts" aria-label="At a glance">{{#if rating}}<p class="stars" role="img" aria-label="stars">{{stars}}</p>{{/if}}{{#if times}}<p class="big">{{times}} ×</p><p>returned on its budget</p>{{/if}}</aside></article>`;
