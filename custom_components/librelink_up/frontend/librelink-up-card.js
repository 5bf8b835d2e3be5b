var $o=Object.defineProperty;var _o=Object.getOwnPropertyDescriptor;var g=(e,t,n,o)=>{for(var r=o>1?void 0:o?_o(t,n):t,s=e.length-1,i;s>=0;s--)(i=e[s])&&(r=(o?i(t,n,r):i(r))||r);return o&&r&&$o(t,n,r),r};var Tt=["normal","compact","wall"],O=[1,3,6,12,24],Et=["curve","forecast","range","sensor","nightscout","told","buttons"],at="librelink-up-card";function _e(e){let t=e.entities??[],n=[...e.entity?[e.entity]:[],...Array.isArray(t)?t:[t]];if(n.length===0||!n.every(i=>typeof i=="string"))throw new Error("Choose the Glucose entity of a person (entity), or of several (entities).");let o=O.find(i=>i===Number(e.hours??3));if(!o)throw new Error(`hours is one of ${O.join(", ")}.`);let r=e.layout??"normal";if(!Tt.includes(r))throw new Error(`layout is one of ${Tt.join(", ")}.`);let s=new Set(e.hide??[]);return{entities:[...new Set(n)],name:e.name||null,hours:o,layout:r,shown:new Set(Et.filter(i=>!s.has(i)))}}var L={card:"LibreLink Up",cardHelp:"Glucose of the people you follow: the value, its trend, and a curve that can be read off.",dashboardHelp:"Everybody you follow: now, the last days, and a report for the clinic. Nothing to fill in.",withoutCurve:"Compact",notForTheForm:"This can only be changed as text: something in it is not what the form knows."},Bt={entity:"Person",entities:"More people in the same card",name:"Title",hours:"Hours shown at first",layout:"Layout",hide:"Leave out"},Se={entity:"The entity called Glucose of the person.",entities:"Each gets a small curve of their own, all over the same time.",name:"Leave empty for the person's own name.",hours:"Everything else that is recorded can be reached on the card itself.",layout:"Compact is the value alone. Wall is for a screen that is read from across the room.",hide:"The value, its age and its trend are always there."},Te={normal:"Normal",compact:"Compact",wall:"Wall"},Ee={curve:"Curve",forecast:"Forecast",range:"Time in range today",sensor:"Life of the sensor",nightscout:"Nightscout",told:"What was told today",buttons:"Acknowledge and snooze"},Ae=e=>e===1?"1 hour":`${e} hours`;var Re=`custom:${at}`;function ke(e,t){let n=e.entities[t];return n?.platform==="librelink_up"&&n.translation_key==="glucose"}function Me(e){let[t]=Object.keys(e.entities).filter(n=>ke(e,n)).sort();return{entity:t??""}}function So(e,t){return ke(e,t)?[{config:{type:Re,entity:t}},{label:L.withoutCurve,config:{type:Re,entity:t,layout:"compact"}}]:null}var Ie={type:at,name:L.card,description:L.cardHelp,preview:!0,getEntitySuggestion:So},Ir={type:"librelink-up",strategyType:"dashboard",name:L.card,description:L.dashboardHelp};function H(){return Date.now()}function Rt(e,t){let n=setTimeout(e,t);return()=>clearTimeout(n)}var To=5,At=class{constructor(){this.ahead=[]}heard(t){this.ahead=[...this.ahead.slice(1-To),t-H()]}get now(){return H()+(this.ahead.length?Math.max(...this.ahead):0)}};var Eo=[1e3,3e3,1e4];function Pe(e){let t=window.customElements;Yt(e),t.whenDefined("home-assistant").then(()=>Yt(e));for(let n of Eo)Rt(()=>Yt(e),n)}function Yt(e){for(let[t,n]of Object.entries(e))window.customElements.get(t)||window.customElements.define(t,n)}function Oe(e,t){let n=window;n[e]??=[];let o=n[e];o.some(({type:r})=>r===t.type)||o.push(t)}var kt=globalThis,Mt=kt.ShadowRoot&&(kt.ShadyCSS===void 0||kt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Vt=Symbol(),Ne=new WeakMap,lt=class{constructor(t,n,o){if(this._$cssResult$=!0,o!==Vt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=n}get styleSheet(){let t=this.o,n=this.t;if(Mt&&t===void 0){let o=n!==void 0&&n.length===1;o&&(t=Ne.get(n)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),o&&Ne.set(n,t))}return t}toString(){return this.cssText}},Ce=e=>new lt(typeof e=="string"?e:e+"",void 0,Vt),R=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((o,r,s)=>o+(i=>{if(i._$cssResult$===!0)return i.cssText;if(typeof i=="number")return i;throw Error("Value passed to 'css' function must be a 'css' function result: "+i+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+e[s+1],e[0]);return new lt(n,e,Vt)},He=(e,t)=>{if(Mt)e.adoptedStyleSheets=t.map(n=>n instanceof CSSStyleSheet?n:n.styleSheet);else for(let n of t){let o=document.createElement("style"),r=kt.litNonce;r!==void 0&&o.setAttribute("nonce",r),o.textContent=n.cssText,e.appendChild(o)}},Kt=Mt?e=>e:e=>e instanceof CSSStyleSheet?(t=>{let n="";for(let o of t.cssRules)n+=o.cssText;return Ce(n)})(e):e;var{is:Ao,defineProperty:Ro,getOwnPropertyDescriptor:ko,getOwnPropertyNames:Mo,getOwnPropertySymbols:Io,getPrototypeOf:Po}=Object,It=globalThis,Fe=It.trustedTypes,Oo=Fe?Fe.emptyScript:"",No=It.reactiveElementPolyfillSupport,ct=(e,t)=>e,ut={toAttribute(e,t){switch(t){case Boolean:e=e?Oo:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},Pt=(e,t)=>!Ao(e,t),Le={attribute:!0,type:String,converter:ut,reflect:!1,useDefault:!1,hasChanged:Pt};Symbol.metadata??=Symbol("metadata"),It.litPropertyMetadata??=new WeakMap;var F=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,n=Le){if(n.state&&(n.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((n=Object.create(n)).wrapped=!0),this.elementProperties.set(t,n),!n.noAccessor){let o=Symbol(),r=this.getPropertyDescriptor(t,o,n);r!==void 0&&Ro(this.prototype,t,r)}}static getPropertyDescriptor(t,n,o){let{get:r,set:s}=ko(this.prototype,t)??{get(){return this[n]},set(i){this[n]=i}};return{get:r,set(i){let a=r?.call(this);s?.call(this,i),this.requestUpdate(t,a,o)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Le}static _$Ei(){if(this.hasOwnProperty(ct("elementProperties")))return;let t=Po(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(ct("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ct("properties"))){let n=this.properties,o=[...Mo(n),...Io(n)];for(let r of o)this.createProperty(r,n[r])}let t=this[Symbol.metadata];if(t!==null){let n=litPropertyMetadata.get(t);if(n!==void 0)for(let[o,r]of n)this.elementProperties.set(o,r)}this._$Eh=new Map;for(let[n,o]of this.elementProperties){let r=this._$Eu(n,o);r!==void 0&&this._$Eh.set(r,n)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let n=[];if(Array.isArray(t)){let o=new Set(t.flat(1/0).reverse());for(let r of o)n.unshift(Kt(r))}else t!==void 0&&n.push(Kt(t));return n}static _$Eu(t,n){let o=n.attribute;return o===!1?void 0:typeof o=="string"?o:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,n=this.constructor.elementProperties;for(let o of n.keys())this.hasOwnProperty(o)&&(t.set(o,this[o]),delete this[o]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return He(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,n,o){this._$AK(t,o)}_$ET(t,n){let o=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,o);if(r!==void 0&&o.reflect===!0){let s=(o.converter?.toAttribute!==void 0?o.converter:ut).toAttribute(n,o.type);this._$Em=t,s==null?this.removeAttribute(r):this.setAttribute(r,s),this._$Em=null}}_$AK(t,n){let o=this.constructor,r=o._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let s=o.getPropertyOptions(r),i=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:ut;this._$Em=r;let a=i.fromAttribute(n,s.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,n,o,r=!1,s){if(t!==void 0){let i=this.constructor;if(r===!1&&(s=this[t]),o??=i.getPropertyOptions(t),!((o.hasChanged??Pt)(s,n)||o.useDefault&&o.reflect&&s===this._$Ej?.get(t)&&!this.hasAttribute(i._$Eu(t,o))))return;this.C(t,n,o)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,n,{useDefault:o,reflect:r,wrapped:s},i){o&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,i??n??this[t]),s!==!0||i!==void 0)||(this._$AL.has(t)||(this.hasUpdated||o||(n=void 0),this._$AL.set(t,n)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(n){Promise.reject(n)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,s]of this._$Ep)this[r]=s;this._$Ep=void 0}let o=this.constructor.elementProperties;if(o.size>0)for(let[r,s]of o){let{wrapped:i}=s,a=this[r];i!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,s,a)}}let t=!1,n=this._$AL;try{t=this.shouldUpdate(n),t?(this.willUpdate(n),this._$EO?.forEach(o=>o.hostUpdate?.()),this.update(n)):this._$EM()}catch(o){throw t=!1,this._$EM(),o}t&&this._$AE(n)}willUpdate(t){}_$AE(t){this._$EO?.forEach(n=>n.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(n=>this._$ET(n,this[n])),this._$EM()}updated(t){}firstUpdated(t){}};F.elementStyles=[],F.shadowRootOptions={mode:"open"},F[ct("elementProperties")]=new Map,F[ct("finalized")]=new Map,No?.({ReactiveElement:F}),(It.reactiveElementVersions??=[]).push("2.1.2");var ne=globalThis,ze=e=>e,Ot=ne.trustedTypes,De=Ot?Ot.createPolicy("lit-html",{createHTML:e=>e}):void 0,Be="$lit$",z=`lit$${Math.random().toFixed(9).slice(2)}$`,Ye="?"+z,Co=`<${Ye}>`,W=document,pt=()=>W.createComment(""),ht=e=>e===null||typeof e!="object"&&typeof e!="function",oe=Array.isArray,Ho=e=>oe(e)||typeof e?.[Symbol.iterator]=="function",Xt=`[ 	
\f\r]`,dt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ue=/-->/g,Ge=/>/g,U=RegExp(`>|${Xt}(?:([^\\s"'>=/]+)(${Xt}*=${Xt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),We=/'/g,je=/"/g,Ve=/^(?:script|style|textarea|title)$/i,re=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),m=re(1),b=re(2),Dr=re(3),j=Symbol.for("lit-noChange"),d=Symbol.for("lit-nothing"),qe=new WeakMap,G=W.createTreeWalker(W,129);function Ke(e,t){if(!oe(e)||!e.hasOwnProperty("raw"))throw Error("invalid template strings array");return De!==void 0?De.createHTML(t):t}var Fo=(e,t)=>{let n=e.length-1,o=[],r,s=t===2?"<svg>":t===3?"<math>":"",i=dt;for(let a=0;a<n;a++){let l=e[a],c,u,h=-1,y=0;for(;y<l.length&&(i.lastIndex=y,u=i.exec(l),u!==null);)y=i.lastIndex,i===dt?u[1]==="!--"?i=Ue:u[1]!==void 0?i=Ge:u[2]!==void 0?(Ve.test(u[2])&&(r=RegExp("</"+u[2],"g")),i=U):u[3]!==void 0&&(i=U):i===U?u[0]===">"?(i=r??dt,h=-1):u[1]===void 0?h=-2:(h=i.lastIndex-u[2].length,c=u[1],i=u[3]===void 0?U:u[3]==='"'?je:We):i===je||i===We?i=U:i===Ue||i===Ge?i=dt:(i=U,r=void 0);let v=i===U&&e[a+1].startsWith("/>")?" ":"";s+=i===dt?l+Co:h>=0?(o.push(c),l.slice(0,h)+Be+l.slice(h)+z+v):l+z+(h===-2?a:v)}return[Ke(e,s+(e[n]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),o]},mt=class e{constructor({strings:t,_$litType$:n},o){let r;this.parts=[];let s=0,i=0,a=t.length-1,l=this.parts,[c,u]=Fo(t,n);if(this.el=e.createElement(c,o),G.currentNode=this.el.content,n===2||n===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(r=G.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let h of r.getAttributeNames())if(h.endsWith(Be)){let y=u[i++],v=r.getAttribute(h).split(z),T=/([.?@])?(.*)/.exec(y);l.push({type:1,index:s,name:T[2],strings:v,ctor:T[1]==="."?Zt:T[1]==="?"?Qt:T[1]==="@"?te:Q}),r.removeAttribute(h)}else h.startsWith(z)&&(l.push({type:6,index:s}),r.removeAttribute(h));if(Ve.test(r.tagName)){let h=r.textContent.split(z),y=h.length-1;if(y>0){r.textContent=Ot?Ot.emptyScript:"";for(let v=0;v<y;v++)r.append(h[v],pt()),G.nextNode(),l.push({type:2,index:++s});r.append(h[y],pt())}}}else if(r.nodeType===8)if(r.data===Ye)l.push({type:2,index:s});else{let h=-1;for(;(h=r.data.indexOf(z,h+1))!==-1;)l.push({type:7,index:s}),h+=z.length-1}s++}}static createElement(t,n){let o=W.createElement("template");return o.innerHTML=t,o}};function Z(e,t,n=e,o){if(t===j)return t;let r=o!==void 0?n._$Co?.[o]:n._$Cl,s=ht(t)?void 0:t._$litDirective$;return r?.constructor!==s&&(r?._$AO?.(!1),s===void 0?r=void 0:(r=new s(e),r._$AT(e,n,o)),o!==void 0?(n._$Co??=[])[o]=r:n._$Cl=r),r!==void 0&&(t=Z(e,r._$AS(e,t.values),r,o)),t}var Jt=class{constructor(t,n){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=n}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:n},parts:o}=this._$AD,r=(t?.creationScope??W).importNode(n,!0);G.currentNode=r;let s=G.nextNode(),i=0,a=0,l=o[0];for(;l!==void 0;){if(i===l.index){let c;l.type===2?c=new ft(s,s.nextSibling,this,t):l.type===1?c=new l.ctor(s,l.name,l.strings,this,t):l.type===6&&(c=new ee(s,this,t)),this._$AV.push(c),l=o[++a]}i!==l?.index&&(s=G.nextNode(),i++)}return G.currentNode=W,r}p(t){let n=0;for(let o of this._$AV)o!==void 0&&(o.strings!==void 0?(o._$AI(t,o,n),n+=o.strings.length-2):o._$AI(t[n])),n++}},ft=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,n,o,r){this.type=2,this._$AH=d,this._$AN=void 0,this._$AA=t,this._$AB=n,this._$AM=o,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,n=this._$AM;return n!==void 0&&t?.nodeType===11&&(t=n.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,n=this){t=Z(this,t,n),ht(t)?t===d||t==null||t===""?(this._$AH!==d&&this._$AR(),this._$AH=d):t!==this._$AH&&t!==j&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Ho(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==d&&ht(this._$AH)?this._$AA.nextSibling.data=t:this.T(W.createTextNode(t)),this._$AH=t}$(t){let{values:n,_$litType$:o}=t,r=typeof o=="number"?this._$AC(t):(o.el===void 0&&(o.el=mt.createElement(Ke(o.h,o.h[0]),this.options)),o);if(this._$AH?._$AD===r)this._$AH.p(n);else{let s=new Jt(r,this),i=s.u(this.options);s.p(n),this.T(i),this._$AH=s}}_$AC(t){let n=qe.get(t.strings);return n===void 0&&qe.set(t.strings,n=new mt(t)),n}k(t){oe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,o,r=0;for(let s of t)r===n.length?n.push(o=new e(this.O(pt()),this.O(pt()),this,this.options)):o=n[r],o._$AI(s),r++;r<n.length&&(this._$AR(o&&o._$AB.nextSibling,r),n.length=r)}_$AR(t=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);t!==this._$AB;){let o=ze(t).nextSibling;ze(t).remove(),t=o}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Q=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,n,o,r,s){this.type=1,this._$AH=d,this._$AN=void 0,this.element=t,this.name=n,this._$AM=r,this.options=s,o.length>2||o[0]!==""||o[1]!==""?(this._$AH=Array(o.length-1).fill(new String),this.strings=o):this._$AH=d}_$AI(t,n=this,o,r){let s=this.strings,i=!1;if(s===void 0)t=Z(this,t,n,0),i=!ht(t)||t!==this._$AH&&t!==j,i&&(this._$AH=t);else{let a=t,l,c;for(t=s[0],l=0;l<s.length-1;l++)c=Z(this,a[o+l],n,l),c===j&&(c=this._$AH[l]),i||=!ht(c)||c!==this._$AH[l],c===d?t=d:t!==d&&(t+=(c??"")+s[l+1]),this._$AH[l]=c}i&&!r&&this.j(t)}j(t){t===d?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Zt=class extends Q{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===d?void 0:t}},Qt=class extends Q{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==d)}},te=class extends Q{constructor(t,n,o,r,s){super(t,n,o,r,s),this.type=5}_$AI(t,n=this){if((t=Z(this,t,n,0)??d)===j)return;let o=this._$AH,r=t===d&&o!==d||t.capture!==o.capture||t.once!==o.once||t.passive!==o.passive,s=t!==d&&(o===d||r);r&&this.element.removeEventListener(this.name,this,o),s&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ee=class{constructor(t,n,o){this.element=t,this.type=6,this._$AN=void 0,this._$AM=n,this.options=o}get _$AU(){return this._$AM._$AU}_$AI(t){Z(this,t)}};var Lo=ne.litHtmlPolyfillSupport;Lo?.(mt,ft),(ne.litHtmlVersions??=[]).push("3.3.3");var Xe=(e,t,n)=>{let o=n?.renderBefore??t,r=o._$litPart$;if(r===void 0){let s=n?.renderBefore??null;o._$litPart$=r=new ft(t.insertBefore(pt(),s),s,void 0,n??{})}return r._$AI(e),r};var se=globalThis,E=class extends F{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let n=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Xe(n,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return j}};E._$litElement$=!0,E.finalized=!0,se.litElementHydrateSupport?.({LitElement:E});var zo=se.litElementPolyfillSupport;zo?.({LitElement:E});(se.litElementVersions??=[]).push("4.2.2");var Do={attribute:!0,type:String,converter:ut,reflect:!1,hasChanged:Pt},Uo=(e=Do,t,n)=>{let{kind:o,metadata:r}=n,s=globalThis.litPropertyMetadata.get(r);if(s===void 0&&globalThis.litPropertyMetadata.set(r,s=new Map),o==="setter"&&((e=Object.create(e)).wrapped=!0),s.set(n.name,e),o==="accessor"){let{name:i}=n;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(i,l,e,!0,a)},init(a){return a!==void 0&&this.C(i,void 0,e,a),a}}}if(o==="setter"){let{name:i}=n;return function(a){let l=this[i];t.call(this,a),this.requestUpdate(i,l,e,!0,a)}}throw Error("Unsupported decorator location: "+o)};function w(e){return(t,n)=>typeof n=="object"?Uo(e,t,n):((o,r,s)=>{let i=r.hasOwnProperty(s);return r.constructor.createProperty(s,o),i?Object.getOwnPropertyDescriptor(r,s):void 0})(e,t,n)}function k(e){return w({...e,state:!0,attribute:!1})}var q=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(e,t,n),n);function Nt(e,t){return(n,o,r)=>{let s=i=>i.renderRoot?.querySelector(e)??null;if(t){let{get:i,set:a}=typeof o=="object"?n:r??(()=>{let l=Symbol();return{get(){return this[l]},set(c){this[l]=c}}})();return q(n,o,{get(){let l=i.call(this);return l===void 0&&(l=s(this),(l!==null||this.hasUpdated)&&a.call(this,l)),l}})}return q(n,o,{get(){return s(this)}})}}var Je={integration:"librelink_up",domain:"sensor",device_class:"blood_glucose_concentration"},Go=e=>Object.entries(e).map(([t,n])=>({value:t,label:n})),Wo=[{name:"entity",selector:{entity:{filter:Je}}},{name:"entities",selector:{entity:{filter:Je,multiple:!0}}},{name:"name",selector:{text:{}}},{name:"hours",selector:{select:{mode:"dropdown",options:O.map(e=>({value:String(e),label:Ae(e)}))}}},{name:"layout",selector:{select:{mode:"dropdown",options:Go(Te)}}},{name:"hide",selector:{select:{multiple:!0,mode:"list",options:Et.map(e=>({value:e,label:Ee[e]}))}}}],ie=(e,t)=>t===void 0||e.includes(t),Ze=e=>Array.isArray(e)&&e.every(t=>typeof t=="string");function jo({entity:e,entities:t,name:n,hours:o,layout:r,hide:s}){if(!([e,n].every(a=>a===void 0||typeof a=="string")&&(t===void 0||Ze(t))&&ie([...O,...O.map(String)],o)&&ie(Tt,r)&&(s===void 0||Ze(s)&&s.every(a=>ie(Et,a)))))throw new Error(L.notForTheForm)}var Qe=e=>Object.hasOwn(Bt,e);function tn(){return{schema:Wo,computeLabel:({name:e})=>Qe(e)?Bt[e]:void 0,computeHelper:({name:e})=>Qe(e)?Se[e]:void 0,assertConfig:jo}}var ae=6e4,le=60*ae,qo=30*ae,Bo=336*le,Yo=30*ae;function B(e){return{span:e*le,end:null}}function en(e){return O.find(t=>t*le===e.span)??null}function nn(e,t){return t.forecast?Math.min(e/5,Yo):e/40}function Ct(e,t){let n=e.end??t.now+nn(e.span,t);return{start:n-e.span,end:n}}function on(e,t,n){return sn(e.span,Ct(e,n).end+t,n)}function rn(e,t,n,o){let{end:r}=Ct(e,o),s=Math.min(Math.max(e.span*t,qo),Bo);return sn(s,n+(r-n)*s/e.span,o)}function sn(e,t,n){let o=n.now+nn(e,n),r=(n.first??o)+e*.9,s=Math.max(t,r);return{span:e,end:s>=o?null:s}}var Vo=["urgent_low","low","in_range","high","urgent_high"];function ce(e,t){return t==="mg/dL"?Math.floor(e+.5):Math.floor(e*10/18+.5)/10}function ue(e){return e==="mg/dL"?0:1}function Ko(e,t,n){return t?t===2?"urgent_low":"urgent_high":e<n.low?e<n.urgent_low?"urgent_low":"low":e>n.high?e>n.urgent_high?"urgent_high":"high":"in_range"}function M(e,t){return Ko(e[1],e[3],t)}function an(e){return Vo.includes(e)}var Xo=864e5,Jo={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:"en-US"},Zo={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Ht=class{constructor(t,n){this.locale=t;this.numbers=new Map;this.times=new Map;this.language=t.language,this.zone=t.time_zone==="server"?n:void 0,this.twelve=Qo(t)}glucose(t,n){return this.number(ce(t,n),ue(n))}change(t,n){let o=ce(Math.abs(t),n);return(o===0?"±":t<0?"−":"+")+this.number(o,ue(n))}number(t,n=0){let o=this.numbers.get(n);if(!o){let r=this.locale.number_format,s=r==="language"?this.language:r==="system"?void 0:Jo[r];o=new Intl.NumberFormat(s,{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:r!=="none"}),this.numbers.set(n,o)}return o.format(t)}time(t){return this.format("time",{hour:this.twelve?"numeric":"2-digit",minute:"2-digit"}).format(t)}hour(t){return this.twelve?this.format("hour",{hour:"numeric"}).format(t):this.time(t)}day(t){let n=Zo[this.locale.date_format];if(!n)return this.format("day",{weekday:"short",day:"numeric",month:"short"}).format(t);let o=this.format("date",{year:"numeric",month:"numeric",day:"numeric"}).formatToParts(t),r=o.find(s=>s.type==="literal")?.value??"/";return n.map(s=>o.find(i=>i.type===s)?.value??"").join(r)}when(t,n){return this.dayNumber(t)===this.dayNumber(n)?this.time(t):`${this.day(t)}, ${this.time(t)}`}dayNumber(t){return Math.floor((t+this.offset(t))/Xo)}offset(t){let n=new Map(this.format("offset",{hourCycle:"h23",calendar:"gregory",numberingSystem:"latn",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(t).map(({type:s,value:i})=>[s,Number(i)])),o=s=>n.get(s)??0;return Date.UTC(o("year"),o("month")-1,o("day"),o("hour"),o("minute"),o("second"))-Math.floor(t/1e3)*1e3}format(t,n){let o=this.times.get(t);if(!o){let r=this.locale.date_format==="system"&&t!=="time"?void 0:this.language;o=new Intl.DateTimeFormat(t==="offset"?"en-US":r,{hourCycle:this.twelve?"h12":"h23",...n,...this.zone&&{timeZone:this.zone}}),this.times.set(t,o)}return o}};function Qo(e){if(e.time_format==="12"||e.time_format==="24")return e.time_format==="12";let t=e.time_format==="language"?e.language:void 0,{hourCycle:n}=new Intl.DateTimeFormat(t,{hour:"numeric"}).resolvedOptions();return n==="h12"||n==="h11"}var de=R`
  .span {
    display: flex;
    gap: 2px;
    align-items: center;
    justify-content: center;
    min-height: 44px;
  }
  .span button {
    min-width: 44px;
    height: 44px;
    padding: 0 8px;
    border-radius: 22px;
    font-size: 13px;
    color: var(--lu-faint);
    position: relative;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .span button::before {
    content: "";
    position: absolute;
    inset: 8px 0;
    border-radius: 14px;
    z-index: -1;
  }
  .span {
    position: relative;
    z-index: 0;
  }
  .span button:hover::before {
    background: color-mix(in srgb, var(--lu-faint) 10%, transparent);
  }
  .span button[aria-pressed="true"] {
    color: var(--lu-text);
    font-weight: 600;
  }
  .span button[aria-pressed="true"]::before {
    background: color-mix(in srgb, var(--lu-faint) 16%, transparent);
  }
  .span .back {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin-inline-start: auto;
    padding: 0 14px;
    color: var(--lu-text);
    font-weight: 600;
  }
  .span .back::before {
    border: 1px solid var(--lu-line);
  }
  .span .back svg {
    width: 12px;
    height: 12px;
    fill: currentColor;
    stroke: currentColor;
    stroke-width: 1.5px;
  }
`,ln=[de,R`
    :host {
      display: block;
      height: 100%;
    }
    ha-card {
      display: flex;
      flex-direction: column;
      height: 100%;
      overflow: hidden;
      color: var(--lu-text);
      container-type: inline-size;
    }
    .people {
      display: grid;
      flex: 1;
      min-height: 0;
    }
    .several .people {
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
      gap: 4px 8px;
      padding: 4px;
    }
    .several > .span {
      padding-bottom: 4px;
    }
    .compact.several .people {
      grid-template-columns: 1fr;
      gap: 1px;
      padding: 0;
    }
    .wall.several .people {
      grid-auto-rows: 1fr;
      grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr));
    }
  `];var N={urgent_low:"Urgent low",low:"Low",in_range:"In range",high:"High",urgent_high:"Urgent high",no_readings:"No readings",sensor_ended:"Sensor ended",unknown:"Unknown"},cn={falling_quickly:"falling quickly",falling:"falling",steady:"steady",rising:"rising",rising_quickly:"rising quickly"},gt={loading:"Loading …",disconnected:"Connection to Home Assistant lost",not_installed:"LibreLink Up is not set up in this Home Assistant",not_found:"There is no such Glucose entity",not_loaded:"LibreLink Up is not running: see Settings, Devices & services",unauthorized:"You may not see this person",journal_unreadable:"The recorded readings cannot be read",failed:"Something went wrong: Home Assistant's log may say what"},un={rapid_insulin:"rapid-acting insulin",long_insulin:"long-acting insulin",carbs:"carbohydrates",finger_stick:"finger stick",ketone:"ketones",note:"note"},dn={none:"No sensor",warming_up:"Sensor warms up",no_recent_data:"Sensor: no recent data",expired:"Sensor expired"},pe=(e,t,n)=>`${e} ${e===1?t:n}`;function he(e){if(e<60)return`${e} min`;if(e<2880){let t=e%60;return`${Math.floor(e/60)} h${t?` ${t} min`:""}`}return`${Math.floor(e/1440)} days`}var p={hi:"HI",lo:"LO",hiLong:"Above what the sensor can measure",loLong:"Below what the sensor can measure",noValue:"–",noReading:"No reading yet",pressure:"May be pressure on the sensor",now:"Now",backToNow:"Back to now",history:"history",scan:"scan",forecast:"forecast",sensor:"Sensor",newSensor:"New sensor",today:"Today",told:"Today's alerts",nothingTold:"Nothing was told today",acknowledge:"Acknowledge",snooze:"Snooze",silencedEpisode:"Silenced until this is over",nightscoutOk:"Nightscout is up to date",loadingCurve:"Loading …",noReadings:"No readings",done:"Done",failed:"That did not work",duration:he,ago:e=>e<1?"now":`${he(e)} ago`,agoSpoken:e=>e<1?"now":`${pe(e,"minute","minutes")} ago`,noReadingSince:e=>`No reading since ${e}`,inMinutes:(e,t)=>`in ${e} min: ${t}`,lowIn:e=>`low in about ${e} min`,since:e=>`since ${e}`,span:(e,t)=>`${e} – ${t}`,lowest:"lowest",highest:"highest",hours:e=>`${e} h`,hoursLong:e=>pe(e,"hour","hours"),spanOfCurve:"Hours shown",curve:(e,t)=>`Glucose from ${e} to ${t}`,between:(e,t,n)=>`between ${e} and ${t} ${n}`,curveHelp:"Left and right arrow keys read values, plus and minus change the span, End returns to now",reading:(e,t,n)=>`${e} ${t}, ${n}`,holeBetween:(e,t)=>`No readings ${e} – ${t}`,inRange:e=>`${e} % in range`,below:e=>`${e} % low`,above:e=>`${e} % high`,measured:e=>`readings for ${e} % of the time`,ends:e=>`until ${e}`,left:e=>`${he(e<360?e:Math.floor(e/60)*60)} left`,ready:e=>`ready at ${e}`,waiting:e=>`${pe(e,"reading waits","readings wait")} for Nightscout`,nightscoutProblem:e=>`Nightscout: ${e}`,silencedUntil:e=>`Silenced until ${e}`,amount:(e,t)=>e==="carbs"?`${t} g`:e==="ketone"?`${t} mmol/L`:`${t} U`,details:"Open details"};function Ft(e,t){let n=en(e);return m`<div class="span" role="group" aria-label=${p.spanOfCurve}>
    ${O.map(o=>m`<button
          class="hours"
          aria-label=${p.hoursLong(o)}
          aria-pressed=${o===n}
          @click=${()=>t(B(o))}
        >
          ${p.hours(o)}
        </button>`)}
    ${e.end===null?d:m`<button class="back" aria-label=${p.backToNow} @click=${()=>t({...e,end:null})}>
          ${p.now}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3v10l7-5zM12 3v10" /></svg>
        </button>`}
  </div>`}var tt=R`
  :host {
    --lu-text: var(--primary-text-color, #141414);
    --lu-faint: var(--secondary-text-color, #5e5e5e);
    --lu-line: var(--divider-color, rgba(127, 127, 127, 0.3));
    --lu-card: var(--ha-card-background, var(--card-background-color, #fff));
    --lu-red: var(--red-color, #f44336);
    --lu-green: var(--green-color, #4caf50);
    --lu-yellow: var(--amber-color, #ffc107);
    --lu-orange: var(--deep-orange-color, #ff6f22);
    --lu-urgent-low: color-mix(in srgb, var(--lu-red) 78%, var(--lu-text));
    --lu-low: color-mix(in srgb, var(--lu-red) 92%, var(--lu-text));
    --lu-in-range: color-mix(in srgb, var(--lu-green) 80%, var(--lu-text));
    --lu-high: color-mix(in srgb, var(--lu-yellow) 68%, var(--lu-text));
    --lu-urgent-high: color-mix(in srgb, var(--lu-orange) 88%, var(--lu-text));
  }
  .urgent_low {
    --state: var(--lu-urgent-low);
    --block: color-mix(in srgb, var(--lu-red) 72%, #000);
    --on-block: #fff;
  }
  .low {
    --state: var(--lu-low);
    --block: color-mix(in srgb, var(--lu-red) 84%, #000);
    --on-block: #fff;
  }
  .in_range {
    --state: var(--lu-in-range);
    --block: color-mix(in srgb, var(--lu-green) 16%, transparent);
    --on-block: var(--lu-text);
  }
  .high {
    --state: var(--lu-high);
    --block: color-mix(in srgb, var(--lu-yellow) 80%, var(--lu-card));
    --on-block: #1a1a1a;
  }
  .urgent_high {
    --state: var(--lu-urgent-high);
    --block: var(--lu-orange);
    --on-block: #1a1a1a;
  }
  .no_readings,
  .sensor_ended,
  .unknown {
    --state: var(--lu-faint);
    --block: color-mix(in srgb, var(--lu-faint) 14%, transparent);
    --on-block: var(--lu-text);
  }
`,et=R`
  * {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: none;
    margin: 0;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;function tr(e,t){return!e||e.connection!==t.connection||e.connected!==t.connected||e.locale!==t.locale||e.config.time_zone!==t.config.time_zone||e.localize!==t.localize}var nt=class extends E{constructor(){super(...arguments);this.window=B(3);this.onWindow=({detail:n})=>this.change(n);this.change=n=>{this.window=n}}static{this.styles=[tt,et,ln]}static{this.getConfigForm=tn}static{this.getStubConfig=Me}setConfig(n){let o=_e(n);o.hours!==this.settings?.hours&&(this.window=B(o.hours)),this.settings=o}set hass(n){tr(this.used,n)&&(this.used=n,this.formats=new Ht(n.locale,n.config.time_zone),this.requestUpdate())}getCardSize(){let{layout:n,entities:o}=this.settings??{layout:"normal",entities:[""]};return n==="compact"?o.length:7*o.length}getGridOptions(){let{layout:n,entities:o}=this.settings??{layout:"normal",entities:[""]};switch(n){case"compact":return{columns:6,rows:Math.max(o.length,2),min_columns:3,min_rows:o.length};case"wall":return{columns:"full",rows:10,min_columns:6,min_rows:6};default:return{columns:12,rows:"auto",min_columns:6}}}render(){let{settings:n,used:o,formats:r}=this;if(!n||!o||!r)return d;let s=n.entities.length>1;return m`<ha-card class="${n.layout} ${s?"several":""}">
      <div class="people">
        ${n.entities.map(i=>m`<librelink-up-person
              .hass=${o}
              .entityId=${i}
              .settings=${n}
              .formats=${r}
              .window=${this.window}
              .layout=${n.layout}
              ?small=${s}
              @window=${this.onWindow}
            ></librelink-up-person>`)}
      </div>
      ${s&&n.layout!=="compact"&&n.shown.has("curve")?Ft(this.window,this.change):d}
    </ha-card>`}};g([k()],nt.prototype,"settings",2),g([k()],nt.prototype,"window",2);function A(e,t){return e.left+(t-e.start)/(e.end-e.start)*(e.right-e.left)}function I(e,t){let n=(t-e.lowest)/(e.highest-e.lowest);return e.bottom-n*(e.bottom-e.top)}function me(e,t){return e.start+(t-e.left)/(e.right-e.left)*(e.end-e.start)}function pn(e,t){let n=Math.min(40,t.urgent_low),o=Math.max(260,t.high+50);for(let r of e)r<n+14&&(n=Math.min(n,r-14)),r>o-8&&(o=Math.ceil((r+8)/50)*50);return{lowest:n,highest:o}}function*hn(e,t,n){for(let[o,r,,s]of e)!s&&o>=t&&o<=n&&(yield r)}var fe=["history","scan","measured"];function _(e){return Math.round(e*10)/10}function ot(e,t){let[n,o,,r]=t,s=r?r===1?e.top:e.bottom:I(e,o);return[_(A(e,n)),_(s)]}function mn(e,t,n){let o=yt(e,t),r=yt(e,n);return e.slice(Math.max(o-1,0),r+1)}function yt(e,t){let n=0,o=e.length;for(;n<o;){let r=n+o>>1;e[r][0]<t?n=r+1:o=r}return n}function ge(e,t,n){return t[4]===1||t[0]-e[0]>n}function er(e,t,n){return!ge(e,t,n)&&!(e[3]&&t[3])}function fn(e,t,n){let o="",r;for(let s of e){let[i,a]=ot(n,s);o+=`${r&&er(r,s,t)?"L":"M"}${i} ${a}`,r=s}return o}var gn=2.6,nr=1.5;function or(e,t,n){return e[3]||t!=="in_range"&&n>=gn?"triangle":"disc"}function rr(e,[t,n],o,r){let s=e[3]?Math.max(r,gn):r,i=o==="high"||o==="urgent_high"?1:-1,a=_(s*1.2),l=_(s*2.1*i),c=e[3]?n:_(n-l/2);return`M${t} ${c}l${a} ${l}h${-2*a}z`}function yn(e,t,n,o){let r=new Map;for(let s of e){let i=ot(n,s),a=M(s,t),l=zt(s),c=o[l],u=or(s,a,c),h=l+a+u,y=r.get(h)??{state:a,origin:l,shape:u,path:""};y.path+=u==="disc"?`M${i[0]} ${i[1]}h0`:rr(s,i,a,c),r.set(h,y)}return[...r.values()].sort((s,i)=>fe.indexOf(s.origin)-fe.indexOf(i.origin))}function zt(e){return fe[e[2]]}function bn(e,t,n,o){let r=s=>{let i=0,a=0,l;for(let c of e)zt(c)===s&&(l&&c[0]-l[0]<=t&&(i+=1,a+=c[0]-l[0]),l=c);return i>0?Math.min(Math.max(a/i/n*.42,nr),o):o};return{history:r("history"),measured:r("measured"),scan:o}}function Dt(e,t,n){let o=null,r=null;for(let s of e)s[0]<t||s[0]>n||((!o||Lt(s)<Lt(o))&&(o=s),(!r||Lt(s)>Lt(r))&&(r=s));return o&&r&&{lowest:o,highest:r}}function Lt([,e,,t]){return t?t===1?Number.POSITIVE_INFINITY:Number.NEGATIVE_INFINITY:e}function wn(e,t,n,o){let r=yt(e,t),s=e[r-1],i=e[r],a=!s||i&&i[0]-t<t-s[0]?i:s;if(!a)return null;let l=s&&i&&ge(s,i,n);return Math.abs(a[0]-t)<=(l?o:Math.max(o,n))?{row:a}:l?{hole:[s[0],i[0]]}:null}function vn(e,t,n){let o=t===null?e.length:yt(e,t),r=e[o]?.[0]===t,s=n>0&&!r?o:o+n;return e[Math.min(Math.max(s,0),e.length-1)]??null}function xn(e,t,n){return e.filter(o=>Math.abs(o.time-t)<=n)}var $n=R`
  :host {
    display: block;
    position: relative;
    direction: ltr;
  }
  .plot {
    position: relative;
    height: 100%;
    touch-action: pan-y;
    cursor: crosshair;
    border-radius: 6px;
    user-select: none;
    -webkit-user-select: none;
  }
  .plot[aria-hidden] {
    cursor: inherit;
  }
  .plot > svg {
    display: block;
    overflow: visible;
  }
  text {
    fill: var(--lu-faint);
    font-variant-numeric: tabular-nums;
  }
  text.limit,
  text.day {
    fill: var(--lu-text);
    font-weight: 500;
  }
  .band.low {
    fill: color-mix(in srgb, var(--lu-red) 9%, transparent);
  }
  .band.in_range {
    fill: color-mix(in srgb, var(--lu-green) 12%, transparent);
  }
  .across,
  .up {
    stroke: var(--lu-line);
    stroke-opacity: 0.5;
  }
  .up.day {
    stroke: var(--lu-faint);
    stroke-opacity: 0.7;
  }
  .across.low,
  .across.high,
  .across.urgent_low,
  .across.urgent_high {
    stroke: var(--state);
    stroke-opacity: 0.55;
    stroke-dasharray: 5 4;
  }
  .across.urgent_low,
  .across.urgent_high {
    stroke-opacity: 0.35;
    stroke-dasharray: 2 4;
  }
  .now {
    stroke: var(--lu-faint);
    stroke-opacity: 0.3;
  }
  .line {
    fill: none;
    stroke: var(--lu-faint);
    stroke-opacity: 0.6;
    stroke-width: 1.5px;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .dots {
    fill: var(--state);
    stroke: var(--state);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .triangle.history {
    fill: var(--lu-card);
  }
  .hole {
    stroke: var(--lu-card);
    stroke-linecap: round;
  }
  .newest {
    fill: var(--state);
    stroke: var(--lu-card);
    stroke-width: 2px;
  }
  .forecast {
    stroke: var(--lu-faint);
    stroke-linecap: round;
  }
  line.change {
    stroke: var(--primary-color, #03a9f4);
    stroke-dasharray: 1 3;
    stroke-width: 1.5px;
  }
  path.change {
    fill: var(--primary-color, #03a9f4);
  }
  .treatment path {
    fill: var(--primary-color, #03a9f4);
    stroke: var(--lu-card);
    stroke-width: 1px;
  }
  .treatment.carbs path {
    fill: var(--lu-high);
  }
  .treatment.finger_stick path {
    fill: var(--lu-red);
  }
  .end {
    fill: var(--lu-text);
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--lu-card);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  line.cursor {
    stroke: var(--lu-faint);
  }
  circle.cursor {
    fill: var(--state);
    stroke: var(--lu-card);
    stroke-width: 2px;
  }
  .tip {
    position: absolute;
    top: 4px;
    display: grid;
    gap: 2px;
    max-width: 60%;
    padding: 6px 10px;
    border-radius: 8px;
    background: var(--lu-card);
    color: var(--lu-text);
    border: 1px solid var(--lu-line);
    box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2);
    font-size: 13px;
    line-height: 1.35;
    pointer-events: none;
    z-index: 1;
    font-variant-numeric: tabular-nums;
  }
  .tip b {
    font-size: 17px;
  }
  .tip .icon {
    width: 11px;
    height: 11px;
    color: var(--state);
    margin-inline-end: 5px;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--lu-faint);
    pointer-events: none;
  }
`;var bt=6e4,Y=60*bt,wt=24*Y,_n=[5*bt,10*bt,15*bt,30*bt,Y,2*Y,3*Y,6*Y,12*Y,wt,2*wt,4*wt,8*wt],sr=5.6,ir=1.3,ar=8,lr={"mg/dL":50,"mmol/L":54},cr=["low","high","urgent_low","urgent_high"];function Sn(e,t,n){let{start:o,end:r}=e,s=n*sr,i=(r-o)*s/(e.right-e.left),a=_n.find(u=>u>=i)??_n.at(-1),l=[],c=t.offset(o);for(let u=Math.ceil((o+c)/a)*a;u-c<=r;u+=a){c=t.offset(u-c);let h=u-c,y=A(e,h);if(!(h+t.offset(h)===u)||y<e.left+ar||y>e.right-s*.42)continue;let T=u%wt===0,C=T?t.day(h):a<Y?t.time(h):t.hour(h);l.push({time:h,label:C,day:T})}return l}function Tn(e,t,n,o){let r=o*ir,s=[],i=(l,c,u)=>{let h=l>e.lowest&&l<e.highest,y=s.some(v=>Math.abs(I(e,v.glucose)-I(e,l))<u);h&&!y&&s.push({glucose:l,limit:c})};for(let l of cr)i(t[l],l,r);let a=lr[n];for(let l=a;l<e.highest;l+=a)i(l,null,2*r);return s}var ur=34,dr=1.8;function En(e,t){let n=(o,r,s)=>{let i=I(e,Math.min(s,e.highest)),a=I(e,Math.max(r,e.lowest))-i;return a>0?b`<rect class="band ${o}" x=${e.left} y=${i} width=${e.right-e.left} height=${a} />`:d};return b`${n("low",e.lowest,t.low)}${n("in_range",t.low,t.high)}`}function An(e,t,n,o,r){let s=i=>{let a=Math.round(I(e,i.glucose))+.5;return b`<line class="across ${i.limit??""}" x1=${e.left} x2=${e.right} y1=${a} y2=${a} />
      <text class="label ${i.limit?"limit":""}" x=${e.left-6} y=${a+r*.35} text-anchor="end">${o.glucose(i.glucose,n)}</text>`};return b`${Tn(e,t,n,r).map(s)}${Sn(e,o,r).map(i=>{let a=Math.round(A(e,i.time))+.5;return b`<line class="up ${i.day?"day":""}" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
      <text class="label ${i.day?"day":""}" x=${a} y=${e.bottom+r*1.35} text-anchor="middle">${i.label}</text>`})}`}function Rn(e,t,n,o,r){let s=bn(t,n,(e.end-e.start)/(e.right-e.left),r),i=({state:a,origin:l,shape:c,path:u})=>{let h=s[l];return b`<path class="dots ${c} ${l} ${a}" d=${u} stroke-width=${c==="disc"?_(h*2):1} />${l==="history"&&c==="disc"&&h>dr?b`<path class="hole" d=${u} stroke-width=${_(h*1.1)} />`:d}`};return b`<path class="line" d=${fn(t,n,e)} />${yn(t,o,e,s).map(i)}`}function kn(e,t,{limits:n,unit:o},r,s){let i=Dt(t,e.start,e.end),a=(y,v)=>{let[T,C]=ot(e,y),X=V(y,o,r),_t=X.length*s*.32,jt=Math.min(Math.max(T,e.left+_t),e.right-_t),St=v?C+s*1.9<e.bottom:C-s*1.7<0;return b`<text class="end" x=${_(jt)} y=${_(St?C+s*1.5:C-s*.8)} text-anchor="middle">${X}</text>`};if(!i)return d;let{lowest:l,highest:c}=i,u=["urgent_low","low"].includes(M(l,n)),h=["high","urgent_high"].includes(M(c,n));return b`${u?a(l,!0):d}${h?a(c,!1):d}`}function V([,e,,t],n,o){return t?t===1?p.hi:p.lo:o.glucose(e,n)}function Mn(e,t,n,o){let r=t.at(-1);if(!r||r[3]||r[0]>e.end)return d;let[s,i]=ot(e,r);return b`<circle class="newest ${M(r,n)}" cx=${s} cy=${i} r=${_(o)} />`}function In(e,t,n){let o="",r=Number.POSITIVE_INFINITY,s=t.reading?A(e,t.reading.time)+2.5*n:e.left;for(let[i,a]of[...t.forecast].reverse()){let l=_(A(e,i)),c=Math.min(Math.max(a,e.lowest),e.highest);l>=s&&l<=r-2*n&&l<=e.right&&(o+=`M${l} ${_(I(e,c))}h0`,r=l)}return o?b`<path class="forecast" d=${o} stroke-width=${_(n)} />`:d}function Pn(e,t){let n=Math.round(A(e,t))+.5;return n>e.left&&n<e.right?b`<line class="now" x1=${n} x2=${n} y1=${e.top} y2=${e.bottom} />`:d}var pr={rapid_insulin:"M-4.500-4h9L0 4.500z",long_insulin:"M-5-4h10v2.500L0 4.500-5-1.500z",carbs:"M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0z",finger_stick:"M0-5.500C2-2 4-.5 4 1.500A4 4 0 0 1-4 1.500C-4-.5-2-2 0-5.500z",ketone:"M0-5 5 0 0 5-5 0z",note:"M-5-4H5V2.500H0L-2.500 5V2.500H-5z"};function On(e,t,n,o){let r=Number.NEGATIVE_INFINITY,s=t.filter(({time:i})=>i>=e.start&&i<=e.end);return b`${s.map(i=>{let a=_(A(e,i.time));if(i.type==="sensor")return b`<line class="change" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
        <path class="change" transform="translate(${a} ${e.top})" d="M-5 0H5L0 6z" />`;let l=i.kind==="finger_stick"&&i.amount!==null,c=l?_(I(e,Math.min(Math.max(i.amount,e.lowest),e.highest))):o,u=l||a-r<ur?null:ye(i,n);return r=l?r:a,b`<g class="treatment ${i.kind}" transform="translate(${a} ${c})"><path d=${pr[i.kind]} />${u?b`<text x="8" y="4">${u}</text>`:d}</g>`})}`}function ye(e,t){return e.amount===null||e.kind==="finger_stick"?null:p.amount(e.kind,t.number(e.amount,Number.isInteger(e.amount)?0:1))}function Nn(e,t,n){let[o,r]=ot(e,t);return b`<line class="cursor" x1=${o} x2=${o} y1=${e.top} y2=${e.bottom} />
    <circle class="cursor ${M(t,n)}" cx=${o} cy=${r} r="6" />`}function Cn(e,t,n){let o=new AbortController,r=new Map,s="none",i=0,a=0,l=1,c=0,u,h=()=>{i=0,a!==0&&t.pan(a),l!==1&&t.zoom(l,c),u!==void 0&&t.read(u),a=0,l=1,u=void 0},y=()=>{i||=requestAnimationFrame(h)},v=f=>{u=f,y()},T=f=>f.clientX-e.getBoundingClientRect().left,C=()=>{let[f,x]=[...r.values()];return f&&x?Math.max(Math.abs(f.x-x.x),20):20},X=()=>[...r.values()].reduce((f,{x})=>f+x,0)/Math.max(r.size,1),_t=f=>{if(f.button!==0||r.size===2)return;let x=T(f);r.set(f.pointerId,{x,from:x,since:f.timeStamp,touch:f.pointerType==="touch"}),e.setPointerCapture(f.pointerId),s=r.size===2?"pinch":"none"},jt=f=>{let x=T(f),P=r.get(f.pointerId);if(!P){f.pointerType!=="touch"&&v(x);return}if(s==="pinch"){let[qt,xo]=[C(),X()];P.x=x,l*=qt/C(),c=X(),a+=X()-xo,y();return}s==="none"&&Math.abs(x-P.from)>6&&(s=P.touch&&f.timeStamp-P.since>300?"read":"pan"),s==="pan"?(a+=x-P.x,u=null,y()):s==="read"&&v(x),P.x=x},St=f=>{r.delete(f.pointerId)&&f.type==="pointerup"&&s==="none"&&v(T(f)),f.type==="pointercancel"&&v(null),s=r.size===0?"none":"pan"},vo=f=>{let x=f.shiftKey||Math.abs(f.deltaX)>Math.abs(f.deltaY);if(!x&&!f.ctrlKey&&!f.metaKey&&!n())return;f.preventDefault();let P=f.deltaMode===WheelEvent.DOM_DELTA_LINE?33:1;if(x)a-=(f.deltaX||f.deltaY)*P;else{let qt=f.ctrlKey&&Math.abs(f.deltaY)<50?6:1;l*=Math.exp(f.deltaY*P*.0015*qt),c=T(f)}y()},J={signal:o.signal};return e.addEventListener("pointerdown",_t,J),e.addEventListener("pointermove",jt,J),e.addEventListener("pointerup",St,J),e.addEventListener("pointercancel",St,J),e.addEventListener("pointerleave",f=>f.pointerType!=="touch"&&v(null),J),e.addEventListener("wheel",vo,{...J,passive:!1}),()=>{o.abort(),cancelAnimationFrame(i)}}var mr={falling_quickly:90,falling:45,steady:0,rising:-45,rising_quickly:-90};function Ln(e){return m`<svg class="arrow" viewBox="-11 -11 22 22" aria-hidden="true">
    <path transform="rotate(${mr[e]})" d="M-10 0H8M1-7.5 8.5 0 1 7.5" />
  </svg>`}var Hn=b`<path d="M8 2.5 14.5 13.5h-13z" />`,Fn=b`<path d="M8 13.5 1.5 2.5h13z" />`,fr=b`<circle cx="8" cy="8" r="5.5" />`,gr=b`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2" />`;function rt(e){return m`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${{urgent_low:Fn,low:Fn,in_range:fr,high:Hn,urgent_high:Hn}[e]??gr}</svg>`}function zn(e){let t=zt(e);return t==="measured"?null:p[t]}function Dn(e,t,n){return e.type==="sensor"?p.newSensor:[e.kind==="finger_stick"&&e.amount!==null?`${n.glucose(e.amount,t.unit)} ${t.unit}`:ye(e,n),e.text||un[e.kind]].filter(Boolean).join(" ")}function be(e,t,n,o,r){if("hole"in e){let[c,u]=e.hole;return p.holeBetween(o.when(c,r),o.time(u))}let{row:s}=e,i=s[3]?V(s,n.unit,o):`${V(s,n.unit,o)} ${n.unit}`,a=N[M(s,n.limits)],l=[zn(s),...t.map(c=>Dn(c,n,o))].filter(Boolean);return[i,o.when(s[0],r),a,...l].join(", ")}function Un(e,t,n,o,r,s){let i="row"in e?e.row[0]:(e.hole[0]+e.hole[1])/2,a=Math.min(Math.max(A(s,i),s.left),s.right),l=a>(s.left+s.right)/2?`right:calc(100% - ${a-12}px)`:`left:${a+12}px`;if("hole"in e)return m`<div class="tip" style=${l}>${be(e,t,n,o,r)}</div>`;let{row:c}=e,u=zn(c);return m`<div class="tip" style=${l}>
    <span class="what ${M(c,n.limits)}"
      >${rt(M(c,n.limits))}<b>${V(c,n.unit,o)}</b> ${c[3]?d:n.unit}</span
    >
    <span>${o.when(c[0],r)}${u?` · ${u}`:d}</span>
    ${t.map(h=>m`<span class="mark">${Dn(h,n,o)}</span>`)}
  </div>`}var Gn=14,yr=new Set(["at","said"]),$=class extends E{constructor(){super(...arguments);this.now=0;this.width=0;this.height=0;this.text=11;this.plain=!1;this.forecast=!0;this.at=null;this.said="";this.rows=[];this.onKey=n=>{let o=this.seen.end-this.seen.start,r=this.at??this.seen.end,i={ArrowLeft:()=>n.shiftKey?this.move({type:"pan",by:-o/4}):this.readNext(-1),ArrowRight:()=>n.shiftKey?this.move({type:"pan",by:o/4}):this.readNext(1),PageUp:()=>this.move({type:"pan",by:-o}),PageDown:()=>this.move({type:"pan",by:o}),Home:()=>this.readRow(this.rows[0]??null),End:()=>this.move({type:"now"}),"+":()=>this.move({type:"zoom",factor:.5,around:r}),"-":()=>this.move({type:"zoom",factor:2,around:r}),Escape:()=>this.readRow(null)}[n.key];i&&!n.ctrlKey&&!n.metaKey&&!n.altKey&&(n.preventDefault(),i())}}static{this.styles=[tt,et,$n]}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.listen()}disconnectedCallback(){super.disconnectedCallback(),this.unlisten?.()}firstUpdated(){this.listen()}listen(){if(this.plain)return;let n=()=>(this.seen.end-this.seen.start)/(this.frame.right-this.frame.left);this.unlisten=Cn(this.plot,{read:o=>{this.at=o===null?null:me(this.frame,o)},pan:o=>this.move({type:"pan",by:-o*n()}),zoom:(o,r)=>this.move({type:"zoom",factor:o,around:me(this.frame,r)})},()=>this.renderRoot instanceof ShadowRoot&&this.renderRoot.activeElement===this.plot)}move(n){this.dispatchEvent(new CustomEvent("move",{detail:n}))}willUpdate(n){if([...n.keys()].some(o=>!yr.has(o))){let{start:o,end:r}=this.seen;this.rows=mn(this.curve.rows,o,r);let s=this.plain?0:this.text;this.frame={left:s*2.9,right:this.width-(this.plain?2:6),top:this.plain?4:8,bottom:this.height-(this.plain?4:s*1.8),start:o,end:r,...pn(this.everyNumber(),this.person.limits)}}}*everyNumber(){yield*hn(this.rows,this.seen.start,this.seen.end),this.forecast&&this.now<=this.seen.end&&(yield*this.person.forecast.map(([,n])=>n))}readNext(n){let o=vn(this.curve.rows,this.at,n);this.readRow(o);let{start:r,end:s}=this.seen;o&&(o[0]<r||o[0]>s)&&this.move({type:"pan",by:o[0]<r?o[0]-r:o[0]-s})}readRow(n){this.at=n?n[0]:null,this.said=n?be({row:n},[],this.person,this.formats,this.now):""}get found(){return this.at===null?null:wn(this.curve.rows,this.at,this.curve.gap,Gn*this.perPixel)}get perPixel(){return(this.frame.end-this.frame.start)/Math.max(this.frame.right-this.frame.left,1)}render(){return this.width<=0||this.height<=0?m`<div class="plot"></div>`:this.plain?m`<div class="plot" aria-hidden="true">${this.picture(null)}</div>`:this.readable()}readable(){let{person:n,formats:o,now:r,frame:s}=this,i=this.found,a=i&&"row"in i?xn(this.curve.marks,i.row[0],Gn*this.perPixel):[];return m`<div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription="curve"
        aria-label=${this.summary()}
        aria-describedby="help"
        @keydown=${this.onKey}
        @blur=${()=>{this.at=null}}
      >
        ${this.picture(i)}${i?Un(i,a,n,o,r,s):d}${this.rows.length===0?m`<span class="empty">${this.curve.loading?p.loadingCurve:p.noReadings}</span>`:d}
      </div>
      <span id="help" class="spoken">${p.curveHelp}</span>
      <span class="spoken" aria-live="polite">${this.said}</span>`}summary(){let{seen:n,formats:o,now:r,person:s}=this,i=p.curve(o.when(n.start,r),o.when(Math.min(n.end,r),r)),a=Dt(this.rows,n.start,n.end);if(!a)return i;let[l,c]=[a.lowest,a.highest].map(u=>V(u,s.unit,o));return`${i}, ${p.between(l??"",c??"",s.unit)}`}picture(n){let{frame:o,person:r,curve:s,formats:i,rows:a,text:l,now:c}=this,{limits:u,unit:h}=r,y=!this.plain;return m`<svg width=${this.width} height=${this.height} style="font-size:${l}px" aria-hidden="true">
      <clipPath id="inside"><rect x=${o.left} y="0" width=${o.right-o.left} height=${this.height} /></clipPath>
      ${En(o,u)}${y?An(o,u,h,i,l):d}
      <g clip-path="url(#inside)">
        ${Pn(o,c)}${Rn(o,a,s.gap,u,l/3.4)}
        ${this.forecast?In(o,r,l/3.4):d}
        ${y?On(o,s.marks,i,o.bottom-9):d}
        ${n&&"row"in n?Nn(o,n.row,u):d}
      </g>
      ${Mn(o,s.rows,u,l/2.2)}${y?kn(o,a,r,i,l):d}
    </svg>`}};g([w({attribute:!1})],$.prototype,"person",2),g([w({attribute:!1})],$.prototype,"curve",2),g([w({attribute:!1})],$.prototype,"seen",2),g([w({attribute:!1})],$.prototype,"formats",2),g([w({attribute:!1})],$.prototype,"now",2),g([w({attribute:!1})],$.prototype,"width",2),g([w({attribute:!1})],$.prototype,"height",2),g([w({attribute:!1})],$.prototype,"text",2),g([w({attribute:!1})],$.prototype,"plain",2),g([w({attribute:!1})],$.prototype,"forecast",2),g([k()],$.prototype,"at",2),g([k()],$.prototype,"said",2),g([Nt(".plot")],$.prototype,"plot",2);function Wn(e,t,n,o,r){return e.connection.sendMessagePromise({type:"librelink_up/readings",entity_id:t,start:n,end:o,width:r})}function jn(e,t,n){return e.connection.subscribeMessage(n,{type:"librelink_up/subscribe",entity_id:t},{resubscribe:!1})}function Bn(e,t){return Math.min(7,Math.max(0,Math.floor(Math.log2(e/Math.max(1,t)/12e4))))}function vt(e){return 256*12e4*2**e}function Yn({start:e,end:t,level:n}){return(t-e)/vt(n)*256}function Vn(e,t){let n=[];for(let{start:o,end:r}of e){let s=n.at(-1);s&&s.end===o&&r-s.start<=8*vt(t)?s.end=r:n.push({start:o,end:r,level:t})}return n.reverse()}var we=(e,t)=>`${e} ${t}`,K=(e,{start:t,end:n})=>t<=e&&e<n,qn=(e,t)=>e.start<t.end&&t.start<e.end;function br(e,t){let n=e.at(-1),o=t[0];return o?!n||n[0]<o[0]?[...e,...t]:[...new Map([...e,...t].map(s=>[s[0],s])).values()].sort((s,i)=>s[0]-i[0]):e}var xt=class{constructor(){this.tiles=new Map;this.looks=0}get size(){return[...this.tiles.values()].reduce((t,n)=>t+n.rows.length,0)}missing(t,n,o){return this.spans(t,n,o).filter(({start:r})=>this.tiles.get(we(o,r))?.stale??!0)}put(t,n,o,r){let{level:s}=t;for(let i=t.start;i<t.end;i+=vt(s)){let a={start:i,end:i+vt(s)};this.tiles.set(we(s,i),{...a,level:s,rows:n.filter(([l])=>K(l,a)),marks:o.filter(({time:l})=>K(l,a)),stale:r,lookedAt:++this.looks})}this.letGo()}add(t){for(let n of this.tiles.values())n.rows=br(n.rows,t.filter(([o])=>K(o,n)))}changed(t){for(let n of this.tiles.values())n.stale||=qn(n,t)}known(t,n,o){let r=[],s=[];for(let a of this.spans(t,n,o)){let l=this.tiles.get(we(o,a.start)),c=l?[l]:this.ofOtherLevel(a,o);for(let u of c)u.lookedAt=++this.looks,r.push(...u.rows.filter(([h])=>K(h,a))),s.push(...u.marks.filter(({time:h})=>K(h,a)))}let i={start:t-9e5,end:n+9e5};return{rows:r.filter(([a])=>K(a,i)),marks:s.filter(({time:a})=>K(a,i))}}spans(t,n,o){let r=vt(o),s=[];for(let i=Math.floor((t-9e5)/r)*r;i<n+9e5;i+=r)s.push({start:i,end:i+r});return s}ofOtherLevel(t,n){let o=[...this.tiles.values()].filter(i=>qn(i,t)),r=Math.min(...o.map(i=>Math.abs(i.level-n))),s=o.find(i=>Math.abs(i.level-n)===r)?.level;return o.filter(i=>i.level===s).sort((i,a)=>i.start-a.start)}letGo(){let t=[...this.tiles.entries()].sort(([,n],[,o])=>n.lookedAt-o.lookedAt);for(let[n]of t.slice(0,Math.max(0,t.length-64)))this.tiles.delete(n)}};var wr=new Map([["unknown_command","not_installed"],["not_found","not_found"],["not_loaded","not_loaded"],["unauthorized","unauthorized"],["journal_unreadable","journal_unreadable"]]);function Kn(e){return e===3?"disconnected":wr.get(e?.code)??"failed"}var Xn=36e4,st=6e4,Jn=5e3,vr=6e4,Ut=class{constructor(t){this.host=t;this.trouble="loading";this.onPage=!1;this.turn=0;this.failures=0;this.subscribeAt=Number.POSITIVE_INFINITY;this.askAgainAt=Number.POSITIVE_INFINITY;this.clock=new At;this.tiles=new xt;this.asked=[];this.gap=Xn;this.first=null;this.onDisconnected=()=>{this.turn+=1,this.unsubscribe=void 0,this.subscribeAt=Number.POSITIVE_INFINITY,this.forgetWhatIsAsked(),this.trouble="disconnected",this.update()};this.onReady=()=>{this.unsubscribe=void 0,this.failures=0,this.forgetWhatIsAsked(),this.connection&&this.entityId&&(this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId)),this.update()};this.onTimer=()=>{this.stopTimer=void 0,this.askAgainAt<=H()&&(this.askAgainAt=Number.POSITIVE_INFINITY),this.subscribeAt<=H()&&this.connection&&this.entityId&&this.subscribe(this.connection,this.entityId),this.update()};t.addController(this)}get now(){return this.clock.now}follow(t,n){t?.connection===this.connection&&n===this.entityId||(this.end(),this.connection=t?.connection,this.entityId=n,this.person=void 0,this.trouble="loading",this.tiles=new xt,this.first=null,this.gap=Xn,this.begin())}curve(t,n,o){let r=this.last;if(r&&r.from===t&&r.to===n&&r.width===o)return r.curve;let s=Bn(n-t,o),i=this.tiles.missing(t,n,s);this.ask(i,s);let{rows:a,marks:l}=this.tiles.known(t,n,s),c={rows:a,marks:l,gap:this.gap,first:this.first,loading:i.length>0};return this.last={from:t,to:n,width:o,curve:c},c}hostConnected(){this.onPage=!0,this.begin()}hostDisconnected(){this.onPage=!1,this.end()}begin(){this.onPage&&this.connection&&this.entityId&&(this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onDisconnected),this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId))}end(){this.turn+=1,this.connection?.removeEventListener("ready",this.onReady),this.connection?.removeEventListener("disconnected",this.onDisconnected),this.unsubscribe?.().catch(()=>{}),this.unsubscribe=void 0,this.forgetWhatIsAsked(),this.subscribeAt=Number.POSITIVE_INFINITY,this.failures=0,this.stopTimer?.(),this.stopTimer=void 0}subscribe(t,n){let o=++this.turn;this.subscribeAt=Number.POSITIVE_INFINITY,jn({connection:t},n,s=>{o===this.turn&&this.heard(s)}).then(s=>{o===this.turn?(this.unsubscribe=s,this.failures=0):s().catch(()=>{})},s=>{o===this.turn&&this.refused(Kn(s))}),this.setTimer()}refused(t){this.trouble=t,t!=="disconnected"&&(this.person=void 0),this.subscribeAt=H()+Math.min(Jn*2**this.failures,vr),this.failures+=1,this.update()}heard(t){switch(t.type){case"person":this.person=t.person,this.trouble=void 0,this.clock.heard(t.person.now);break;case"readings":this.tiles.add(t.rows);for(let n of this.asked)n.meanwhile.push(...t.rows);break;case"changed":this.changed(t.start,t.end);break;case"gone":this.person=void 0,this.trouble="not_loaded",this.changed(Number.NEGATIVE_INFINITY,Number.POSITIVE_INFINITY);break}this.update()}changed(t,n){this.tiles.changed({start:t,end:n});for(let o of this.asked)o.stale||=o.start<n&&t<o.end}ask(t,n){let{connection:o,entityId:r,trouble:s,askAgainAt:i}=this,a=s===void 0||s==="loading";if(!this.onPage||!o||!r||!a||i!==Number.POSITIVE_INFINITY)return;let l=({start:c})=>this.asked.some(u=>u.level===n&&u.start<=c&&c<u.end);for(let c of Vn(t.filter(u=>!l(u)),n))this.askFor(o,r,{...c,meanwhile:[],stale:!1})}async askFor(t,n,o){this.asked.push(o);let r=()=>this.asked.includes(o);try{let s=await Wn({connection:t},n,o.start,o.end,Yn(o));r()&&this.answered(o,s)}catch{r()&&(this.askAgainAt=H()+Jn)}r()&&(this.asked=this.asked.filter(s=>s!==o),this.update())}answered(t,n){this.tiles.put(t,n.rows,n.marks,t.stale),this.tiles.add(t.meanwhile),this.gap=n.gap,this.first=n.first}forgetWhatIsAsked(){this.asked=[],this.askAgainAt=Number.POSITIVE_INFINITY,this.last=void 0}update(){this.last=void 0,this.setTimer(),this.host.requestUpdate()}setTimer(){if(this.stopTimer?.(),this.stopTimer=void 0,this.onPage&&this.connection&&this.entityId){let t=Math.min(this.subscribeAt,this.askAgainAt,H()+this.untilOlder());this.stopTimer=Rt(this.onTimer,Math.max(0,t-H()))}}untilOlder(){let{reading:t,stale_at:n}=this.person??{reading:null,stale_at:null};if(!t)return st;let o=st-((this.now-t.time)%st+st)%st,r=n===null||n<=this.now?st:n-this.now;return Math.min(o,r)}};var Gt=6e4,xr=20*Gt;function it(e,t){return e.reading!==null&&e.stale_at!==null&&t<e.stale_at}function $t(e,t){return an(e.state)&&!it(e,t)?"no_readings":e.state}function ve(e,t){return e.reading&&Math.max(Math.floor((t-e.reading.time)/Gt),0)}function Zn(e,t){let n=e.forecast.filter(([h])=>h>t),o=n.at(-1);if(!o||!it(e,t))return null;let r=Math.min(t+xr,o[0]),s=n.findIndex(([h])=>h>=r),[i,a]=n[s]??o,[l,c]=n[s-1]??[i,a],u=i>l?(r-l)/(i-l):0;return{minutes:Math.round((r-t)/Gt),glucose:c+(a-c)*u}}function Qn(e,t){return e.low_in===null||e.low_in<=0||!it(e,t)?null:Math.max(Math.round((e.now+e.low_in*1e3-t)/Gt),0)}function to(e,t){let{silenced:n,until:o}=e.silence;return n&&(o===null||t<o)}function no({below:e,in_range:t,above:n}){if(e===null||t===null||n===null)return null;let o=[e,t,n],r=o.map(Math.floor),s=[0,1,2].sort((a,l)=>eo(o[l])-eo(o[a])),i=Math.round(100-r[0]-r[1]-r[2]);for(let a of s.slice(0,Math.max(i,0)))r[a]+=1;return r}function eo(e){return(e??0)%1}function oo(e,t){let n=e.expires-e.started;return n>0?Math.min(Math.max((e.expires-t)/n,0),1):0}var so=6e4,$e=15,ro=2*Math.PI*$e;function io({today:e},t){let n=no(e);if(!n)return d;let[o,r,s]=n,i=[o>0?p.below(t.number(o)):null,p.inRange(t.number(r)),s>0?p.above(t.number(s)):null].filter(a=>a!==null);return m`<div class="part range">
    <span class="words"><b>${p.today}</b> ${i.join(" · ")}</span>
    <span class="bar" aria-hidden="true"
      >${xe("low",o)}${xe("in_range",r)}${xe("high",s)}</span
    >
  </div>`}function xe(e,t){return t>0?m`<i class=${e} style="flex-grow:${t}"></i>`:d}function ao({sensor:e},t,n){if(!e)return d;let o=oo(e,t),r=Math.max(Math.ceil((e.expires-t)/so),0),s=t<e.warm,i=dn[e.state??""]??p.sensor,a=s?p.ready(n.when(e.warm,t)):r>0?p.left(r):d,l=n.when(e.expires,t),c=r>0?p.ends(l):p.since(l),u=r<1440;return m`<div class="part sensor">
    <svg class="ring ${u?"high":"in_range"}" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r=${$e} />
      <circle class="left" cx="18" cy="18" r=${$e} stroke-dasharray="${o*ro} ${ro}" transform="rotate(-90 18 18)" />
    </svg>
    <span class="words"><b>${i}</b> ${a}<br /><small>${c}</small></span>
  </div>`}function lo({nightscout:e},t){if(!e)return d;let n=e.problem?p.nightscoutProblem(t(e.problem)):e.waiting>0?p.waiting(e.waiting):p.nightscoutOk;return m`<div class="part nightscout ${e.problem?"problem":e.waiting>0?"":"well"}">
    <svg class="cloud" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.600a4 4 0 0 1-.5 7.900z" />
      <path d=${e.problem?"M12 11v3.200M12 16.400v.1":"m9.500 14 1.900 1.900 3.300-3.600"} />
    </svg>
    <span class="words">${n}</span>
  </div>`}function co(e,t,n){if(e.told.length===0)return d;let o=[...e.told].sort((r,s)=>s.start-r.start);return m`<div class="part told">
    <b>${p.told}</b>
    <ul>
      ${o.map(r=>$r(r,e,t,n))}
    </ul>
  </div>`}function $r({state:e,start:t,end:n,extreme:o},r,s,i){let a=n===null?p.since(i.when(t,s)):`${p.span(i.when(t,s),i.time(n))}`,l=Math.max(Math.round(((n??s)-t)/so),0),c=o===null?null:i.glucose(o,r.unit),u=e==="low"||e==="urgent_low"?p.lowest:p.highest;return m`<li class=${e}>
    <span class="what">${rt(e)}${N[e]}</span>
    <span class="extreme">${c?m`<span class="word">${u} </span>${c}`:d}</span>
    <span class="times">${a} <small>${p.duration(l)}</small></span>
  </li>`}function uo(e,t,n,o){let{acknowledge:r,snooze:s,alerting:i,until:a}=e.silence,l=to(e,t);if(!l&&!(i&&(r||s)))return d;let c=(u,h)=>u?m`<button class="press" @click=${()=>o(u)}>${h}</button>`:d;return m`<div class="part silence">
    ${l?m`<span class="words">${a===null?p.silencedEpisode:p.silencedUntil(n.when(a,t))}</span>`:d}
    ${i&&!l?[c(r,p.acknowledge),c(s,p.snooze)]:d}
  </div>`}var po=[de,R`
    :host {
      display: block;
      container-type: inline-size;
      min-width: 0;
      min-height: 0;
      color: var(--lu-text);
    }
    .body {
      display: flex;
      flex-direction: column;
      height: 100%;
      font-size: 14px;
    }
    .nothing {
      display: grid;
      place-items: center;
      height: 100%;
      padding: 24px 16px;
      color: var(--lu-faint);
      text-align: center;
      min-height: 56px;
    }
    .nothing.room {
      min-height: clamp(330px, 96cqi, 540px);
    }
    /* English stays English where the page is read from right to left. */
    .age,
    .why,
    .times,
    .words,
    .notes span {
      direction: ltr;
      unicode-bidi: isolate;
      text-align: -webkit-match-parent;
      text-align: match-parent;
    }
    .head {
      display: grid;
      grid-template-columns: 1fr auto;
      align-items: end;
      gap: 0 0.85em;
      margin: 8px 8px 4px;
      padding: 0.7em 1em;
      border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
      background: var(--block);
      color: var(--on-block);
      text-align: start;
      font-size: inherit;
      transition: background-color 0.3s;
    }
    .name {
      grid-column: 1 / -1;
      font-weight: 500;
      opacity: 0.85;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .number {
      display: inline-flex;
      align-items: baseline;
      white-space: nowrap;
      font-variant-numeric: tabular-nums;
      direction: ltr;
      justify-self: start;
    }
    .value {
      font-size: var(--value, clamp(44px, 15cqi, 76px));
      line-height: 1.05;
      font-weight: 600;
      letter-spacing: -0.02em;
    }
    .value s {
      text-decoration-thickness: 0.05em;
    }
    .old .value {
      opacity: 0.6;
      font-weight: 400;
    }
    .arrow {
      width: calc(var(--value, clamp(44px, 15cqi, 76px)) * 0.56);
      align-self: center;
      margin-inline: calc(var(--value, 60px) * 0.12) 0;
      fill: none;
      stroke: currentColor;
      stroke-width: 3px;
      stroke-linecap: round;
      stroke-linejoin: round;
      overflow: visible;
      flex: none;
    }
    .unit {
      margin-inline-start: 0.6em;
      opacity: 0.75;
    }
    .about {
      display: grid;
      justify-items: end;
      text-align: end;
      gap: 0.1em;
      padding-bottom: 0.5em;
      font-variant-numeric: tabular-nums;
    }
    .state {
      display: inline-flex;
      align-items: center;
      gap: 0.35em;
      font-size: 1.15em;
      font-weight: 600;
      white-space: nowrap;
    }
    .icon {
      width: 0.8em;
      height: 0.8em;
      flex: none;
    }
    .in_range .state .icon {
      color: var(--state);
    }
    .age {
      white-space: nowrap;
    }
    .why {
      font-size: 1.05em;
      font-weight: 600;
      max-width: 14em;
      text-wrap: balance;
    }
    .notes {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      gap: 0.1em 1em;
    }
    .plot-box {
      flex: 1 1 clamp(150px, 46cqi, 340px);
      min-height: 110px;
      margin: 4px 8px 0;
      overflow: hidden;
      contain: strict;
    }
    .span {
      margin: 0 8px;
      flex: none;
    }
    .silence-box .part {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
      margin: 4px 8px;
    }
    .press {
      flex: 1;
      min-height: 44px;
      padding: 0 16px;
      border-radius: 22px;
      font-weight: 600;
      border: 1px solid var(--lu-line);
      background: color-mix(in srgb, var(--lu-faint) 10%, transparent);
    }
    [inert] .press {
      opacity: 0.5;
    }
    .failed {
      color: var(--lu-low);
      margin: 0 16px;
    }
    .around {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(13.5em, 100%), 1fr));
      gap: 0.7em 1.4em;
      padding: 4px 16px 14px;
      align-items: center;
    }
    .around:empty {
      display: none;
    }
    .words {
      color: var(--lu-faint);
    }
    .words b,
    .told b {
      color: var(--lu-text);
      font-weight: 600;
    }
    .range {
      grid-column: 1 / -1;
      display: grid;
      gap: 6px;
    }
    .bar {
      display: flex;
      gap: 2px;
      height: 0.7em;
      border-radius: 0.35em;
      overflow: hidden;
    }
    .bar i {
      background: var(--state);
      flex-basis: 0;
    }
    .sensor,
    .nightscout {
      display: flex;
      align-items: center;
      gap: 12px;
    }
    .ring {
      width: 2.6em;
      flex: none;
      fill: none;
      stroke-width: 5px;
      stroke: color-mix(in srgb, var(--lu-faint) 20%, transparent);
    }
    .ring .left {
      stroke: var(--state);
    }
    .cloud {
      width: 2em;
      margin: 0 0.3em;
      flex: none;
      fill: none;
      stroke: var(--lu-faint);
      stroke-width: 1.6px;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .problem .cloud {
      stroke: var(--lu-low);
    }
    .problem .words {
      color: var(--lu-text);
    }
    .told {
      grid-column: 1 / -1;
    }
    ul {
      list-style: none;
      margin: 4px 0 0;
      padding: 0;
    }
    li {
      display: grid;
      grid-template-columns: 1fr 0.8fr auto;
      gap: 8px;
      padding: 5px 0;
      border-top: 1px solid var(--lu-line);
      font-variant-numeric: tabular-nums;
    }
    @container (max-width: 420px) {
      .told .word {
        position: absolute;
        clip-path: inset(50%);
      }
      li {
        grid-template-columns: auto 1fr auto;
      }
    }
    li .what {
      display: inline-flex;
      align-items: center;
      gap: 7px;
    }
    li .icon {
      color: var(--state);
    }
    small {
      font-size: 0.93em;
      color: var(--lu-faint);
    }
    .times {
      text-align: end;
    }

    :host([small]) .around {
      grid-template-columns: 1fr 1fr;
      font-size: 13px;
      gap: 6px 12px;
    }
    :host([small]) .ring,
    :host([small]) .cloud {
      width: 24px;
      margin: 0;
    }
    :host([small]) .sensor br,
    :host([small]) .sensor small {
      display: none;
    }
    :host([small]) .sensor,
    :host([small]) .nightscout {
      gap: 8px;
    }
    :host([small]) .well {
      display: none;
    }

    /* Read from across the room: a digit is about a sixth of the screen high. */
    .wall {
      --value: min(21cqi, 23vh);
      font-size: clamp(14px, min(2.2cqi, 2.6vh), 40px);
    }
    .wall .head {
      padding: 0.3em 1em;
    }
    .wall .about {
      font-size: clamp(12px, 3.5cqi, 1.5em);
      padding-bottom: 0.7em;
    }
    .wall .state {
      font-size: 1.35em;
    }
    .wall .name,
    .wall .notes {
      font-size: 1.25em;
    }
    .wall .plot-box {
      flex-basis: 120px;
      min-height: 24vh;
    }
    .wall .span button {
      font-size: clamp(13px, 0.7em, 20px);
    }
    .wall .around {
      grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr));
    }
    .wall .told {
      grid-column: auto;
    }
    .wall .told > b,
    .wall li:nth-child(n + 3) {
      display: none;
    }
    .wall ul {
      margin: 0;
    }
    .wall li:first-child {
      border: none;
    }
    .wall .press {
      font-size: 1.1em;
      padding: 0.4em 1em;
      border-radius: 2em;
    }

    @container (max-width: 420px) {
      .wall {
        --value: 26cqi;
      }
      .wall .head {
        grid-template-columns: 1fr;
      }
      .wall .about {
        justify-items: start;
        text-align: start;
        font-size: 1.1em;
      }
    }
    :host([small]) .wall {
      --value: min(20cqi, 12vh);
      font-size: clamp(12px, min(3cqi, 1.9vh), 32px);
    }
    :host([small]) .wall .plot-box {
      min-height: 7vh;
    }
    :host([small]) .wall .around {
      padding-bottom: 6px;
    }
    :host([small]) .wall .around .sensor,
    :host([small]) .wall .around .words {
      display: none;
    }

    :host([layout="compact"]) {
      container-type: size;
      min-height: 56px;
      height: 100%;
    }
    .compact {
      --value: clamp(26px, min(38cqh, 16cqi), 64px);
      flex-direction: row;
      font-size: clamp(11px, 12cqh, 14px);
    }
    .compact .head {
      flex: 1.6 1 0;
      min-width: 0;
      margin: 0;
      border-radius: 0;
      padding: 0.3em 0.9em;
      align-content: center;
      max-width: 100%;
    }
    .compact .plot-box {
      flex: 1 1 0;
      margin: 0;
      min-height: 0;
    }
    @container (max-width: 420px) {
      .compact .unit {
        display: none;
      }
    }
    @container (max-width: 340px) {
      .compact .plot-box {
        display: none;
      }
    }
    @container (max-width: 240px) and (min-height: 90px) {
      .compact {
        --value: clamp(30px, min(42cqh, 26cqi), 64px);
      }
      .compact .head {
        grid-template-columns: 1fr;
        padding: 0.3em 0.8em;
      }
      .compact .about {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.7em;
        align-items: baseline;
        justify-items: start;
        text-align: start;
        padding: 0;
      }
      .compact .state {
        font-size: 1em;
      }
      .compact .unit,
      .compact .notes,
      .compact .change {
        display: none;
      }
    }
    @container (max-height: 90px) {
      .compact .name {
        grid-column: 2;
        grid-row: 1;
        text-align: end;
      }
      .compact .number {
        grid-row: 1 / 3;
        align-self: center;
      }
      .compact .about {
        display: flex;
        gap: 0.8em;
        align-items: baseline;
        padding: 0;
      }
      .compact .state {
        font-size: 1em;
      }
      .compact .notes,
      .compact .unit {
        display: none;
      }
    }
    @container (max-height: 90px) and (max-width: 260px) {
      .compact .name {
        display: none;
      }
      .compact .about {
        display: grid;
        grid-row: 1 / 3;
        align-self: center;
        gap: 0.1em;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .head {
        transition: none;
      }
    }
  `];function Wt({person:e,formats:t}){let n=e.reading;return n?n.out_of_range?n.out_of_range===1?p.hi:p.lo:t.glucose(n.glucose,e.unit):p.noValue}function ho(e){return!e.trouble&&it(e.person,e.now)}function mo({person:e,trouble:t,now:n,formats:o}){if(t)return gt[t];if(it(e,n))return null;let r=e.reading?p.noReadingSince(o.when(e.reading.time,n)):p.noReading;return e.state==="sensor_ended"?`${N.sensor_ended}. ${r}`:r}function fo(e){let{person:t,now:n,name:o}=e,r=t.reading,s=mo(e);if(s||!r)return`${o}: ${s??p.noReading}`;let i=r.out_of_range&&(r.out_of_range===1?p.hiLong:p.loLong),a=i?`${Wt(e)}, ${i}`:`${Wt(e)} ${t.unit}`,l=r.trend?`, ${cn[r.trend]}`:"",c=t.pressure?`, ${p.pressure}`:"";return`${o}: ${a}${l}, ${p.agoSpoken(ve(t,n)??0)}, ${N[$t(t,n)]}${c}`}function go(e){let{person:t}=e,n=ho(e),o=t.reading?.trend;return m`<span class="number ${n?"":"old"}"
    ><span class="value">${n||!t.reading?Wt(e):m`<s>${Wt(e)}</s>`}</span
    >${n&&o?Ln(o):d}${t.reading&&!t.reading.out_of_range?m`<span class="unit">${t.unit}</span>`:d}</span
  >`}function yo(e){let{person:t,now:n,formats:o}=e,r=mo(e);if(r)return m`<span class="about"><span class="why">${r}</span></span>`;let s=$t(t,n),i=t.change===null?null:o.change(t.change,t.unit);return m`<span class="about">
    <span class="state">${rt(s)}${N[s]}</span>
    <span class="age"
      >${p.ago(ve(t,n)??0)}${i?m`<span class="change"> · ${i}</span>`:d}</span
    >
  </span>`}function bo(e){let{person:t,now:n,formats:o}=e;if(!ho(e))return d;let r=t.reading?.out_of_range,s=e.forecast?Zn(t,n):null,i=e.forecast?Qn(t,n):null,a=[r?r===1?p.hiLong:p.loLong:null,t.pressure?p.pressure:null,i===null?null:p.lowIn(i),s&&p.inMinutes(s.minutes,o.glucose(s.glucose,t.unit))].filter(l=>l!==null);return a.length===0?d:m`<span class="notes">${a.map(l=>m`<span>${l}</span>`)}</span>`}var Sr=new Set(["loading","not_found","unauthorized"]),Tr=700,S=class extends E{constructor(){super(...arguments);this.small=!1;this.layout="normal";this.width=0;this.height=0;this.pressing=!1;this.failed=!1;this.controller=new Ut(this);this.first=null;this.sizes=new ResizeObserver(([n])=>{n&&(this.width=Math.floor(n.contentRect.width),this.height=Math.floor(n.contentRect.height))});this.observed=null;this.wake=()=>this.requestUpdate();this.onMove=({detail:n})=>{n.type==="now"?this.change({...this.window,end:null}):n.type==="pan"?this.change(on(this.window,n.by,this.bounds)):this.change(rn(this.window,n.factor,n.around,this.bounds))};this.change=n=>{this.dispatchEvent(new CustomEvent("window",{detail:n}))};this.details=()=>{this.dispatchEvent(new CustomEvent("hass-more-info",{bubbles:!0,composed:!0,detail:{entityId:this.entityId}}))};this.press=async n=>{this.pressing=!0,this.failed=!1;try{await this.hass.callService("button","press",{entity_id:n})}catch{this.failed=!0}finally{this.pressing=!1}};this.explain=n=>this.hass.localize(`component.librelink_up.entity.binary_sensor.nightscout_problem.state_attributes.reason.state.${n}`)||n}static{this.styles=[tt,et,po]}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.wake),this.wake()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.wake),this.sizes.disconnect(),this.observed=null}willUpdate(n){this.controller.follow(this.hass,this.entityId),n.has("entityId")&&(this.first=null)}updated(){this.box!==this.observed&&(this.sizes.disconnect(),this.observed=this.box,this.box&&(this.sizes.observe(this.box),this.width=this.box.clientWidth,this.height=this.box.clientHeight))}get known(){let{person:n,trouble:o}=this.controller;return n?(this.last={entityId:this.entityId,person:n},n):this.last?.entityId===this.entityId&&o&&!Sr.has(o)?this.last?.person:void 0}shows(n){return this.settings.shown.has(n)}render(){let n=this.known,{trouble:o,now:r}=this.controller;if(!n){let i=o??"loading",a=i==="loading"&&this.layout==="normal"&&this.shows("curve")?"room":"";return m`<div class="nothing ${a}" role="status">${gt[i]}</div>`}let s={person:n,trouble:o,now:r||n.now,formats:this.formats,name:this.settings.entities.length===1?this.settings.name??n.name:n.name,forecast:this.shows("forecast")};return m`<div class="body ${this.layout}">${this.layout==="compact"?this.compact(s):this.whole(s)}</div>`}compact(n){return m`${this.head(n)}${this.shows("curve")?this.curve(n,!0):d}`}whole(n){let{person:o,now:r,formats:s}=n;return m`
      ${this.head(n)}${this.shows("buttons")?this.silence(n):d}
      ${this.shows("curve")?[this.curve(n,!1),this.small?d:this.span()]:d}
      <div class="around">
        ${this.shows("range")?io(o,s):d}
        ${this.shows("sensor")?ao(o,r,s):d}
        ${this.shows("nightscout")?lo(o,this.explain):d}
        ${this.shows("told")&&!this.small?co(o,r,s):d}
      </div>
    `}head(n){let o=n.trouble?"no_readings":$t(n.person,n.now);return m`<button class="head ${o}" aria-label="${fo(n)}. ${p.details}" @click=${this.details}>
        <span class="name">${n.name}</span>${go(n)}${yo(n)}${bo(n)}
      </button>
      <span class="spoken" role="status">${n.name}: ${n.trouble?gt[n.trouble]:N[o]}</span>`}get bounds(){return{now:this.controller.now,first:this.first,forecast:this.shows("forecast")}}curve(n,o){let r=o?B(this.settings.hours):this.window,s=Ct(r,{...this.bounds,now:n.now}),i=this.width>0?this.controller.curve(s.start,s.end,this.width):null;return this.first=i?.first??this.first,m`<div class="plot-box">
      ${i&&m`<librelink-up-curve
          .person=${n.person}
          .curve=${i}
          .seen=${s}
          .formats=${this.formats}
          .now=${n.now}
          .width=${this.width}
          .height=${this.height}
          .text=${this.letters}
          .forecast=${this.shows("forecast")&&!n.trouble}
          .plain=${o}
          @move=${this.onMove}
        ></librelink-up-curve>`}
    </div>`}get letters(){return this.layout==="wall"?Math.min(Math.max(this.width/55,14),30):this.width>Tr?13:11}span(){return Ft(this.window,this.change)}silence({person:n,now:o,formats:r}){return m`<div class="silence-box" ?inert=${this.pressing}>
      ${uo(n,o,r,this.press)}${this.failed?m`<span role="alert" class="failed">${p.failed}</span>`:d}
    </div>`}};g([w({attribute:!1})],S.prototype,"hass",2),g([w({attribute:!1})],S.prototype,"entityId",2),g([w({attribute:!1})],S.prototype,"settings",2),g([w({attribute:!1})],S.prototype,"formats",2),g([w({attribute:!1})],S.prototype,"window",2),g([w({type:Boolean,reflect:!0})],S.prototype,"small",2),g([w({reflect:!0})],S.prototype,"layout",2),g([k()],S.prototype,"width",2),g([k()],S.prototype,"height",2),g([k()],S.prototype,"pressing",2),g([k()],S.prototype,"failed",2),g([Nt(".plot-box")],S.prototype,"box",2);var wo={[at]:nt,"librelink-up-curve":$,"librelink-up-person":S};Pe(wo);Oe("customCards",Ie);
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
@lit/reactive-element/decorators/custom-element.js:
@lit/reactive-element/decorators/property.js:
@lit/reactive-element/decorators/state.js:
@lit/reactive-element/decorators/event-options.js:
@lit/reactive-element/decorators/base.js:
@lit/reactive-element/decorators/query.js:
@lit/reactive-element/decorators/query-all.js:
@lit/reactive-element/decorators/query-async.js:
@lit/reactive-element/decorators/query-assigned-nodes.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/decorators/query-assigned-elements.js:
  (**
   * @license
   * Copyright 2021 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
