var $r=Object.defineProperty;var _r=Object.getOwnPropertyDescriptor;var f=(e,t,n,o)=>{for(var r=o>1?void 0:o?_r(t,n):t,i=e.length-1,s;i>=0;i--)(s=e[i])&&(r=(o?s(t,n,r):s(r))||r);return o&&r&&$r(t,n,r),r};var zt=["normal","compact","wall"],N=[1,3,6,12,24],rt=["curve","forecast","range","sensor","nightscout","told","buttons"],U="librelink-up-card";function Ut(e){let t=e.entities??[],n=[...e.entity?[e.entity]:[],...Array.isArray(t)?t:[t]];if(n.length===0||!n.every(s=>typeof s=="string"))throw new Error("Choose the Glucose entity of a person (entity), or of several (entities).");let o=N.find(s=>s===Number(e.hours??3));if(!o)throw new Error(`hours is one of ${N.join(", ")}.`);let r=e.layout??"normal";if(!zt.includes(r))throw new Error(`layout is one of ${zt.join(", ")}.`);let i=new Set(e.hide??[]);return{entities:[...new Set(n)],name:e.name||null,hours:o,layout:r,shown:new Set(rt.filter(s=>!i.has(s)))}}var G={card:"LibreLink Up",cardHelp:"Glucose of the people you follow: the value, its trend, and a curve that can be read off.",dashboardHelp:"Everybody you follow: now, the last days, and a report for the clinic. Nothing to fill in.",withoutCurve:"Compact",notForTheForm:"This can only be changed as text: something in it is not what the form knows."},vt={entity:"Person",entities:"More people in the same card",name:"Title",hours:"Hours shown at first",layout:"Layout",hide:"Leave out"},sn={entity:"The entity called Glucose of the person.",entities:"Each gets a small curve of their own, all over the same time.",name:"Leave empty for the person's own name.",hours:"Everything else that is recorded can be reached on the card itself.",layout:"Compact is the value alone. Wall is for a screen that is read from across the room.",hide:"The value, its age and its trend are always there."},an={normal:"Normal",compact:"Compact",wall:"Wall"},ln={curve:"Curve",forecast:"Forecast",range:"Time in range today",sensor:"Life of the sensor",nightscout:"Nightscout",told:"What was told today",buttons:"Acknowledge and snooze"},dn=e=>e===1?"1 hour":`${e} hours`;var cn=`custom:${U}`;function un(e,t){let n=e.entities[t];return n?.platform==="librelink_up"&&n.translation_key==="glucose"}function Gt(e){let[t]=Object.keys(e.entities).filter(n=>un(e,n)).sort();return{entity:t??""}}function Tr(e,t){return un(e,t)?[{config:{type:cn,entity:t}},{label:G.withoutCurve,config:{type:cn,entity:t,layout:"compact"}}]:null}var pn={type:U,name:G.card,description:G.cardHelp,preview:!0,getEntitySuggestion:Tr},hn={type:"librelink-up",strategyType:"dashboard",name:G.card,description:G.dashboardHelp};function L(){return Date.now()}function Yt(e,t){let n=setTimeout(e,t);return()=>clearTimeout(n)}var Sr=5,Wt=class{constructor(){this.ahead=[]}heard(t){this.ahead=[...this.ahead.slice(1-Sr),t-L()]}get now(){return L()+(this.ahead.length?Math.max(...this.ahead):0)}};var Er=[1e3,3e3,1e4];function mn(e){let t=window.customElements;fe(e),t.whenDefined("home-assistant").then(()=>fe(e));for(let n of Er)Yt(()=>fe(e),n)}function fe(e){for(let[t,n]of Object.entries(e))window.customElements.get(t)||window.customElements.define(t,n)}function xt(e,t){let n=window;n[e]??=[];let o=n[e];o.some(({type:r})=>r===t.type)||o.push(t)}var $t="librelink-up-days-card",_t="librelink-up-report-card",ye=[14,30,90];function gn(e){if(typeof e.entity!="string"||!e.entity)throw new Error("Choose the Glucose entity of a person (entity).");return e.entity}function be(e,t){let n=e[t];return e[t-1]?.start??Math.max(n.end,n.start+24*36e5)}var jt={urgent_low:54,low:70,high:180,urgent_high:250};function fn(e){let{below_54:t,below_70:n,in_range:o,above_180:r,above_250:i}=e;return t===null||n===null||o===null||r===null||i===null?null:[["urgent_high",i],["high",r-i],["in_range",o],["low",n-t],["urgent_low",t]]}var g={now:"Now",days:"Days",report:"Report",alerts:"Alerts",sensor:"Sensor",nightscout:"Nightscout",nobody:"Nobody is followed yet",nobodyToAdd:"Add your LibreLinkUp account and choose whom to follow. They appear here by themselves.",nobodyToSee:"As soon as somebody is followed whom you may see, they appear here.",addPeople:"Add people",daysCard:"The last 14 days as small curves, each with its time in range",reportCard:"The report for the clinic: figures, the profile of the day, and the pages to download",today:"Today",targetRange:(e,t,n)=>`In range is ${e} – ${t} ${n}`,dayBefore:"The day before",dayAfter:"The day after",close:"Close",span:"Days of the report",lastDays:e=>`${e} days`,mean:"Mean glucose",gmi:"GMI",cv:"Variability (CV)",sd:"Standard deviation",a1c:"Estimated A1c",gri:"Risk index (GRI)",tight:(e,t)=>`From ${e} to ${t}`,measured:"Time with readings",states:{urgent_high:"Very high",high:"High",in_range:"In range",low:"Low",urgent_low:"Very low"},ranges:"Time in ranges",over:e=>`over ${e}`,under:e=>`under ${e}`,aDay:e=>`${e} a day`,profile:"Profile of the day",profileHelp:"Line: the median. Dark area: half of the days. Light area: nine days of ten.",profileSpoken:(e,t,n,o)=>`The median goes from ${e} at ${t} to ${n} at ${o}`,episodes:"Episodes of 15 minutes and more",lows:"Low",highs:"High",episodesOf:(e,t,n)=>e?`${e}${t?`, of these ${t} very ${n}`:""}`:"none",each:e=>`${e} each`,needsDays:e=>`GMI, GRI and the profile need 14 days; there are ${e}.`,needsShare:e=>`GMI, GRI and the profile need readings for 70 % of the time; there are for ${e} %.`,noReadings:"There are no readings of these days.",named:"With the name",files:{pdf:"Download PDF",png:"Download picture"},preparing:"Preparing …"};var Bt=globalThis,qt=Bt.ShadowRoot&&(Bt.ShadyCSS===void 0||Bt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,we=Symbol(),yn=new WeakMap,Tt=class{constructor(t,n,o){if(this._$cssResult$=!0,o!==we)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=n}get styleSheet(){let t=this.o,n=this.t;if(qt&&t===void 0){let o=n!==void 0&&n.length===1;o&&(t=yn.get(n)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),o&&yn.set(n,t))}return t}toString(){return this.cssText}},bn=e=>new Tt(typeof e=="string"?e:e+"",void 0,we),S=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((o,r,i)=>o+(s=>{if(s._$cssResult$===!0)return s.cssText;if(typeof s=="number")return s;throw Error("Value passed to 'css' function must be a 'css' function result: "+s+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+e[i+1],e[0]);return new Tt(n,e,we)},wn=(e,t)=>{if(qt)e.adoptedStyleSheets=t.map(n=>n instanceof CSSStyleSheet?n:n.styleSheet);else for(let n of t){let o=document.createElement("style"),r=Bt.litNonce;r!==void 0&&o.setAttribute("nonce",r),o.textContent=n.cssText,e.appendChild(o)}},ve=qt?e=>e:e=>e instanceof CSSStyleSheet?(t=>{let n="";for(let o of t.cssRules)n+=o.cssText;return bn(n)})(e):e;var{is:kr,defineProperty:Ar,getOwnPropertyDescriptor:Rr,getOwnPropertyNames:Mr,getOwnPropertySymbols:Pr,getPrototypeOf:Or}=Object,Vt=globalThis,vn=Vt.trustedTypes,Cr=vn?vn.emptyScript:"",Ir=Vt.reactiveElementPolyfillSupport,St=(e,t)=>e,Et={toAttribute(e,t){switch(t){case Boolean:e=e?Cr:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},Kt=(e,t)=>!kr(e,t),xn={attribute:!0,type:String,converter:Et,reflect:!1,useDefault:!1,hasChanged:Kt};Symbol.metadata??=Symbol("metadata"),Vt.litPropertyMetadata??=new WeakMap;var z=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,n=xn){if(n.state&&(n.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((n=Object.create(n)).wrapped=!0),this.elementProperties.set(t,n),!n.noAccessor){let o=Symbol(),r=this.getPropertyDescriptor(t,o,n);r!==void 0&&Ar(this.prototype,t,r)}}static getPropertyDescriptor(t,n,o){let{get:r,set:i}=Rr(this.prototype,t)??{get(){return this[n]},set(s){this[n]=s}};return{get:r,set(s){let a=r?.call(this);i?.call(this,s),this.requestUpdate(t,a,o)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??xn}static _$Ei(){if(this.hasOwnProperty(St("elementProperties")))return;let t=Or(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(St("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(St("properties"))){let n=this.properties,o=[...Mr(n),...Pr(n)];for(let r of o)this.createProperty(r,n[r])}let t=this[Symbol.metadata];if(t!==null){let n=litPropertyMetadata.get(t);if(n!==void 0)for(let[o,r]of n)this.elementProperties.set(o,r)}this._$Eh=new Map;for(let[n,o]of this.elementProperties){let r=this._$Eu(n,o);r!==void 0&&this._$Eh.set(r,n)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let n=[];if(Array.isArray(t)){let o=new Set(t.flat(1/0).reverse());for(let r of o)n.unshift(ve(r))}else t!==void 0&&n.push(ve(t));return n}static _$Eu(t,n){let o=n.attribute;return o===!1?void 0:typeof o=="string"?o:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,n=this.constructor.elementProperties;for(let o of n.keys())this.hasOwnProperty(o)&&(t.set(o,this[o]),delete this[o]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return wn(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,n,o){this._$AK(t,o)}_$ET(t,n){let o=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,o);if(r!==void 0&&o.reflect===!0){let i=(o.converter?.toAttribute!==void 0?o.converter:Et).toAttribute(n,o.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,n){let o=this.constructor,r=o._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=o.getPropertyOptions(r),s=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:Et;this._$Em=r;let a=s.fromAttribute(n,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,n,o,r=!1,i){if(t!==void 0){let s=this.constructor;if(r===!1&&(i=this[t]),o??=s.getPropertyOptions(t),!((o.hasChanged??Kt)(i,n)||o.useDefault&&o.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,o))))return;this.C(t,n,o)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,n,{useDefault:o,reflect:r,wrapped:i},s){o&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??n??this[t]),i!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||o||(n=void 0),this._$AL.set(t,n)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(n){Promise.reject(n)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let o=this.constructor.elementProperties;if(o.size>0)for(let[r,i]of o){let{wrapped:s}=i,a=this[r];s!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let t=!1,n=this._$AL;try{t=this.shouldUpdate(n),t?(this.willUpdate(n),this._$EO?.forEach(o=>o.hostUpdate?.()),this.update(n)):this._$EM()}catch(o){throw t=!1,this._$EM(),o}t&&this._$AE(n)}willUpdate(t){}_$AE(t){this._$EO?.forEach(n=>n.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(n=>this._$ET(n,this[n])),this._$EM()}updated(t){}firstUpdated(t){}};z.elementStyles=[],z.shadowRootOptions={mode:"open"},z[St("elementProperties")]=new Map,z[St("finalized")]=new Map,Ir?.({ReactiveElement:z}),(Vt.reactiveElementVersions??=[]).push("2.1.2");var ke=globalThis,$n=e=>e,Xt=ke.trustedTypes,_n=Xt?Xt.createPolicy("lit-html",{createHTML:e=>e}):void 0,Rn="$lit$",W=`lit$${Math.random().toFixed(9).slice(2)}$`,Mn="?"+W,Nr=`<${Mn}>`,K=document,At=()=>K.createComment(""),Rt=e=>e===null||typeof e!="object"&&typeof e!="function",Ae=Array.isArray,Fr=e=>Ae(e)||typeof e?.[Symbol.iterator]=="function",xe=`[ 	
\f\r]`,kt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Tn=/-->/g,Sn=/>/g,q=RegExp(`>|${xe}(?:([^\\s"'>=/]+)(${xe}*=${xe}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),En=/'/g,kn=/"/g,Pn=/^(?:script|style|textarea|title)$/i,Re=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),p=Re(1),w=Re(2),os=Re(3),X=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),An=new WeakMap,V=K.createTreeWalker(K,129);function On(e,t){if(!Ae(e)||!e.hasOwnProperty("raw"))throw Error("invalid template strings array");return _n!==void 0?_n.createHTML(t):t}var Hr=(e,t)=>{let n=e.length-1,o=[],r,i=t===2?"<svg>":t===3?"<math>":"",s=kt;for(let a=0;a<n;a++){let l=e[a],d,c,h=-1,b=0;for(;b<l.length&&(s.lastIndex=b,c=s.exec(l),c!==null);)b=s.lastIndex,s===kt?c[1]==="!--"?s=Tn:c[1]!==void 0?s=Sn:c[2]!==void 0?(Pn.test(c[2])&&(r=RegExp("</"+c[2],"g")),s=q):c[3]!==void 0&&(s=q):s===q?c[0]===">"?(s=r??kt,h=-1):c[1]===void 0?h=-2:(h=s.lastIndex-c[2].length,d=c[1],s=c[3]===void 0?q:c[3]==='"'?kn:En):s===kn||s===En?s=q:s===Tn||s===Sn?s=kt:(s=q,r=void 0);let x=s===q&&e[a+1].startsWith("/>")?" ":"";i+=s===kt?l+Nr:h>=0?(o.push(d),l.slice(0,h)+Rn+l.slice(h)+W+x):l+W+(h===-2?a:x)}return[On(e,i+(e[n]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),o]},Mt=class e{constructor({strings:t,_$litType$:n},o){let r;this.parts=[];let i=0,s=0,a=t.length-1,l=this.parts,[d,c]=Hr(t,n);if(this.el=e.createElement(d,o),V.currentNode=this.el.content,n===2||n===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(r=V.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let h of r.getAttributeNames())if(h.endsWith(Rn)){let b=c[s++],x=r.getAttribute(h).split(W),R=/([.?@])?(.*)/.exec(b);l.push({type:1,index:i,name:R[2],strings:x,ctor:R[1]==="."?_e:R[1]==="?"?Te:R[1]==="@"?Se:st}),r.removeAttribute(h)}else h.startsWith(W)&&(l.push({type:6,index:i}),r.removeAttribute(h));if(Pn.test(r.tagName)){let h=r.textContent.split(W),b=h.length-1;if(b>0){r.textContent=Xt?Xt.emptyScript:"";for(let x=0;x<b;x++)r.append(h[x],At()),V.nextNode(),l.push({type:2,index:++i});r.append(h[b],At())}}}else if(r.nodeType===8)if(r.data===Mn)l.push({type:2,index:i});else{let h=-1;for(;(h=r.data.indexOf(W,h+1))!==-1;)l.push({type:7,index:i}),h+=W.length-1}i++}}static createElement(t,n){let o=K.createElement("template");return o.innerHTML=t,o}};function it(e,t,n=e,o){if(t===X)return t;let r=o!==void 0?n._$Co?.[o]:n._$Cl,i=Rt(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(e),r._$AT(e,n,o)),o!==void 0?(n._$Co??=[])[o]=r:n._$Cl=r),r!==void 0&&(t=it(e,r._$AS(e,t.values),r,o)),t}var $e=class{constructor(t,n){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=n}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:n},parts:o}=this._$AD,r=(t?.creationScope??K).importNode(n,!0);V.currentNode=r;let i=V.nextNode(),s=0,a=0,l=o[0];for(;l!==void 0;){if(s===l.index){let d;l.type===2?d=new Pt(i,i.nextSibling,this,t):l.type===1?d=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(d=new Ee(i,this,t)),this._$AV.push(d),l=o[++a]}s!==l?.index&&(i=V.nextNode(),s++)}return V.currentNode=K,r}p(t){let n=0;for(let o of this._$AV)o!==void 0&&(o.strings!==void 0?(o._$AI(t,o,n),n+=o.strings.length-2):o._$AI(t[n])),n++}},Pt=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,n,o,r){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=t,this._$AB=n,this._$AM=o,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,n=this._$AM;return n!==void 0&&t?.nodeType===11&&(t=n.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,n=this){t=it(this,t,n),Rt(t)?t===u||t==null||t===""?(this._$AH!==u&&this._$AR(),this._$AH=u):t!==this._$AH&&t!==X&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Fr(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==u&&Rt(this._$AH)?this._$AA.nextSibling.data=t:this.T(K.createTextNode(t)),this._$AH=t}$(t){let{values:n,_$litType$:o}=t,r=typeof o=="number"?this._$AC(t):(o.el===void 0&&(o.el=Mt.createElement(On(o.h,o.h[0]),this.options)),o);if(this._$AH?._$AD===r)this._$AH.p(n);else{let i=new $e(r,this),s=i.u(this.options);i.p(n),this.T(s),this._$AH=i}}_$AC(t){let n=An.get(t.strings);return n===void 0&&An.set(t.strings,n=new Mt(t)),n}k(t){Ae(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,o,r=0;for(let i of t)r===n.length?n.push(o=new e(this.O(At()),this.O(At()),this,this.options)):o=n[r],o._$AI(i),r++;r<n.length&&(this._$AR(o&&o._$AB.nextSibling,r),n.length=r)}_$AR(t=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);t!==this._$AB;){let o=$n(t).nextSibling;$n(t).remove(),t=o}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},st=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,n,o,r,i){this.type=1,this._$AH=u,this._$AN=void 0,this.element=t,this.name=n,this._$AM=r,this.options=i,o.length>2||o[0]!==""||o[1]!==""?(this._$AH=Array(o.length-1).fill(new String),this.strings=o):this._$AH=u}_$AI(t,n=this,o,r){let i=this.strings,s=!1;if(i===void 0)t=it(this,t,n,0),s=!Rt(t)||t!==this._$AH&&t!==X,s&&(this._$AH=t);else{let a=t,l,d;for(t=i[0],l=0;l<i.length-1;l++)d=it(this,a[o+l],n,l),d===X&&(d=this._$AH[l]),s||=!Rt(d)||d!==this._$AH[l],d===u?t=u:t!==u&&(t+=(d??"")+i[l+1]),this._$AH[l]=d}s&&!r&&this.j(t)}j(t){t===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},_e=class extends st{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===u?void 0:t}},Te=class extends st{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==u)}},Se=class extends st{constructor(t,n,o,r,i){super(t,n,o,r,i),this.type=5}_$AI(t,n=this){if((t=it(this,t,n,0)??u)===X)return;let o=this._$AH,r=t===u&&o!==u||t.capture!==o.capture||t.once!==o.once||t.passive!==o.passive,i=t!==u&&(o===u||r);r&&this.element.removeEventListener(this.name,this,o),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},Ee=class{constructor(t,n,o){this.element=t,this.type=6,this._$AN=void 0,this._$AM=n,this.options=o}get _$AU(){return this._$AM._$AU}_$AI(t){it(this,t)}};var Dr=ke.litHtmlPolyfillSupport;Dr?.(Mt,Pt),(ke.litHtmlVersions??=[]).push("3.3.3");var Cn=(e,t,n)=>{let o=n?.renderBefore??t,r=o._$litPart$;if(r===void 0){let i=n?.renderBefore??null;o._$litPart$=r=new Pt(t.insertBefore(At(),i),i,void 0,n??{})}return r._$AI(e),r};var Me=globalThis,P=class extends z{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let n=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Cn(n,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return X}};P._$litElement$=!0,P.finalized=!0,Me.litElementHydrateSupport?.({LitElement:P});var Lr=Me.litElementPolyfillSupport;Lr?.({LitElement:P});(Me.litElementVersions??=[]).push("4.2.2");var zr={attribute:!0,type:String,converter:Et,reflect:!1,hasChanged:Kt},Ur=(e=zr,t,n)=>{let{kind:o,metadata:r}=n,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),o==="setter"&&((e=Object.create(e)).wrapped=!0),i.set(n.name,e),o==="accessor"){let{name:s}=n;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(s,l,e,!0,a)},init(a){return a!==void 0&&this.C(s,void 0,e,a),a}}}if(o==="setter"){let{name:s}=n;return function(a){let l=this[s];t.call(this,a),this.requestUpdate(s,l,e,!0,a)}}throw Error("Unsupported decorator location: "+o)};function v(e){return(t,n)=>typeof n=="object"?Ur(e,t,n):((o,r,i)=>{let s=r.hasOwnProperty(i);return r.constructor.createProperty(i,o),s?Object.getOwnPropertyDescriptor(r,i):void 0})(e,t,n)}function _(e){return v({...e,state:!0,attribute:!1})}var J=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(e,t,n),n);function at(e,t){return(n,o,r)=>{let i=s=>s.renderRoot?.querySelector(e)??null;if(t){let{get:s,set:a}=typeof o=="object"?n:r??(()=>{let l=Symbol();return{get(){return this[l]},set(d){this[l]=d}}})();return J(n,o,{get(){let l=s.call(this);return l===void 0&&(l=i(this),(l!==null||this.hasUpdated)&&a.call(this,l)),l}})}return J(n,o,{get(){return i(this)}})}}function In(e,t,n,o,r){return e.connection.sendMessagePromise({type:"librelink_up/readings",entity_id:t,start:n,end:o,width:r})}function Nn(e,t,n,o){return e.connection.sendMessagePromise({type:"librelink_up/days",entity_id:t,days:n,width:o})}function Pe(e,t,n,o){return e.connection.sendMessagePromise({type:"librelink_up/report",entity_id:t,days:n,named:o})}function Fn(e,t,n){return e.connection.subscribeMessage(n,{type:"librelink_up/subscribe",entity_id:t},{resubscribe:!1})}function Jt({below:e,in_range:t,above:n}){if(e===null||t===null||n===null)return null;let o=[e,t,n],r=o.map(Math.floor),i=[0,1,2].sort((a,l)=>Dn(o[l])-Dn(o[a])),s=Math.round(100-r[0]-r[1]-r[2]);for(let a of i.slice(0,Math.max(s,0)))r[a]+=1;return r}function Dn(e){return(e??0)%1}function Ln(e,t){let n=e.expires-e.started;return n>0?Math.min(Math.max((e.expires-t)/n,0),1):0}var Oe=["urgent_low","low","in_range","high","urgent_high"];function Ce(e,t){return t==="mg/dL"?Math.floor(e+.5):Math.floor(e*10/18+.5)/10}function Ie(e){return e==="mg/dL"?0:1}function Gr(e,t,n){return t?t===2?"urgent_low":"urgent_high":e<n.low?e<n.urgent_low?"urgent_low":"low":e>n.high?e>n.urgent_high?"urgent_high":"high":"in_range"}function O(e,t){return Gr(e[1],e[3],t)}function zn(e){return Oe.includes(e)}function M(e,t){return e.left+(t-e.start)/(e.end-e.start)*(e.right-e.left)}function T(e,t){let n=(t-e.lowest)/(e.highest-e.lowest);return e.bottom-n*(e.bottom-e.top)}function Ne(e,t){return e.start+(t-e.left)/(e.right-e.left)*(e.end-e.start)}function lt(e,t){let n=Math.min(40,t.urgent_low),o=Math.max(260,t.high+50);for(let r of e)r<n+14&&(n=Math.min(n,r-14)),r>o-8&&(o=Math.ceil((r+8)/50)*50);return{lowest:n,highest:o}}function*Zt(e,t,n){for(let[o,r,,i]of e)!i&&o>=t&&o<=n&&(yield r)}var Fe=["history","scan","measured"];function $(e){return Math.round(e*10)/10}function dt(e,t){let[n,o,,r]=t,i=r?r===1?e.top:e.bottom:T(e,o);return[$(M(e,n)),$(i)]}function Un(e,t,n){let o=Ot(e,t),r=Ot(e,n);return e.slice(Math.max(o-1,0),r+1)}function Ot(e,t){let n=0,o=e.length;for(;n<o;){let r=n+o>>1;e[r][0]<t?n=r+1:o=r}return n}function Wr(e,t,n){return t[0]-e[0]<=n&&!(e[3]&&t[3])}function te(e,t,n){let o="",r;for(let i of e){let[s,a]=dt(n,i);o+=`${r&&Wr(r,i,t)?"L":"M"}${s} ${a}`,r=i}return o}var Gn=2.6,Yr=1.5;function jr(e,t,n){return e[3]||t!=="in_range"&&n>=Gn?"triangle":"disc"}function Br(e,[t,n],o,r){let i=e[3]?Math.max(r,Gn):r,s=o==="high"||o==="urgent_high"?1:-1,a=$(i*1.2),l=$(i*2.1*s),d=e[3]?n:$(n-l/2);return`M${t} ${d}l${a} ${l}h${-2*a}z`}function Wn(e,t,n,o){let r=new Map;for(let i of e){let s=dt(n,i),a=O(i,t),l=ee(i),d=o[l],c=jr(i,a,d),h=l+a+c,b=r.get(h)??{state:a,origin:l,shape:c,path:""};b.path+=c==="disc"?`M${s[0]} ${s[1]}h0`:Br(i,s,a,d),r.set(h,b)}return[...r.values()].sort((i,s)=>Fe.indexOf(i.origin)-Fe.indexOf(s.origin))}function ee(e){return Fe[e[2]]}function Yn(e,t,n,o){let r=i=>{let s=0,a=0,l;for(let d of e)ee(d)===i&&(l&&d[0]-l[0]<=t&&(s+=1,a+=d[0]-l[0]),l=d);return s>0?Math.min(Math.max(a/s/n*.42,Yr),o):o};return{history:r("history"),measured:r("measured"),scan:o}}function ne(e,t,n){let o=null,r=null;for(let i of e)i[0]<t||i[0]>n||((!o||Qt(i)<Qt(o))&&(o=i),(!r||Qt(i)>Qt(r))&&(r=i));return o&&r&&{lowest:o,highest:r}}function Qt([,e,,t]){return t?t===1?Number.POSITIVE_INFINITY:Number.NEGATIVE_INFINITY:e}var j={urgent_low:"Urgent low",low:"Low",in_range:"In range",high:"High",urgent_high:"Urgent high",no_readings:"No readings",sensor_ended:"Sensor ended",unknown:"Unknown"},jn={falling_quickly:"falling quickly",falling:"falling",steady:"steady",rising:"rising",rising_quickly:"rising quickly"},B={loading:"Loading …",disconnected:"Connection to Home Assistant lost",not_installed:"LibreLink Up is not set up in this Home Assistant",not_found:"There is no such Glucose entity",not_loaded:"LibreLink Up is not running: see Settings, Devices & services",unauthorized:"You may not see this person",journal_unreadable:"The recorded readings cannot be read",failed:"Something went wrong: Home Assistant's log may say what"},Bn={rapid_insulin:"rapid-acting insulin",long_insulin:"long-acting insulin",carbs:"carbohydrates",finger_stick:"finger stick",ketone:"ketones",note:"note"},Le={none:"No sensor",warming_up:"Sensor warms up",active:"Sensor",no_recent_data:"Sensor: no recent data",expired:"Sensor expired"};var He=(e,t,n)=>`${e} ${e===1?t:n}`;function De(e){if(e<60)return`${e} min`;if(e<2880){let t=e%60;return`${Math.floor(e/60)} h${t?` ${t} min`:""}`}return`${Math.floor(e/1440)} days`}var m={hi:"HI",lo:"LO",hiLong:"Above what the sensor can measure",loLong:"Below what the sensor can measure",noValue:"–",noReading:"No reading yet",pressure:"May be pressure on the sensor",now:"Now",backToNow:"Back to now",history:"history",scan:"scan",forecast:"forecast",newSensor:"New sensor",today:"Today",told:"Today's alerts",nothingTold:"Nothing was told today",acknowledge:"Acknowledge",snooze:"Snooze",silencedEpisode:"Silenced until this is over",nightscoutOk:"Nightscout is up to date",loadingCurve:"Loading …",noReadings:"No readings",done:"Done",failed:"That did not work",duration:De,ago:e=>e<1?"now":`${De(e)} ago`,agoSpoken:e=>e<1?"now":`${He(e,"minute","minutes")} ago`,noReadingSince:e=>`No reading since ${e}`,inMinutes:(e,t)=>`in ${e} min: ${t}`,lowIn:e=>`low in about ${e} min`,since:e=>`since ${e}`,span:(e,t)=>`${e} – ${t}`,lowest:e=>`lowest ${e}`,highest:e=>`highest ${e}`,hours:e=>`${e} h`,hoursLong:e=>He(e,"hour","hours"),spanOfCurve:"Hours shown",curve:(e,t)=>`Glucose from ${e} to ${t}`,between:(e,t,n)=>`between ${e} and ${t} ${n}`,curveHelp:"Left and right arrow keys read values, plus and minus change the span, End returns to now",reading:(e,t,n)=>`${e} ${t}, ${n}`,holeBetween:(e,t)=>`No readings ${e} – ${t}`,inRange:e=>`${e} % in range`,below:e=>`${e} % low`,above:e=>`${e} % high`,measured:e=>`readings for ${e} % of the time`,ends:e=>`until ${e}`,left:e=>`${De(e)} left`,ready:e=>`ready at ${e}`,waiting:e=>`${He(e,"reading waits","readings wait")} for Nightscout`,nightscoutProblem:e=>`Nightscout: ${e}`,silencedUntil:e=>`Silenced until ${e}`,amount:(e,t)=>e==="carbs"?`${t} g`:e==="ketone"?`${t} mmol/L`:`${t} U`,details:"Open details"};var qn=S`
  ol {
    display: flex;
    flex-direction: column;
    margin-top: 8px;
    list-style: none;
  }
  li button {
    display: grid;
    grid-template: "date curve share" 1fr "date bar share" auto / 84px 1fr auto;
    gap: 2px 8px;
    align-items: center;
    width: 100%;
    min-height: 56px;
    padding: 4px 8px;
    border-radius: 8px;
    text-align: start;
    font-size: 14px;
  }
  li button:hover {
    background: color-mix(in srgb, var(--lu-text) 6%, transparent);
  }
  .date {
    grid-area: date;
    white-space: nowrap;
    font-size: 13px;
  }
  .share {
    grid-area: share;
    min-width: 3em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .bar {
    grid-area: bar;
  }
  .picture {
    grid-area: curve;
    width: 100%;
    height: 44px;
    direction: ltr;
  }
  .curve {
    fill: none;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .noon {
    stroke: var(--lu-line);
    vector-effect: non-scaling-stroke;
  }
  @container (min-width: 620px) {
    ol {
      flex-flow: row-reverse wrap;
      gap: 8px 0;
    }
    li {
      width: calc(100% / 7);
    }
    li button {
      grid-template: "date date" auto "curve curve" 1fr "bar share" auto / 1fr auto;
      gap: 2px 8px;
    }
    .picture {
      height: 72px;
    }
  }
`,Vn=S`
  dialog {
    width: min(960px, 100vw - 32px);
    max-width: none;
    max-height: 100dvh;
    padding: 8px;
    border: none;
    border-radius: 24px;
    background: var(--ha-dialog-surface-background, var(--lu-card));
    color: inherit;
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.5);
  }
  .head {
    display: flex;
    align-items: center;
  }
  .head h2 {
    flex: 1;
    text-align: center;
  }
  .head svg {
    width: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }
  .action {
    padding: 0;
  }
  @media (max-width: 600px) {
    dialog {
      width: 100vw;
      border-radius: 0;
    }
  }
`;function Xn(e,t){return Math.max(0,Math.floor(Math.log2(e/Math.max(1,t)/12e4)))}function Ct(e){return 256*12e4*2**e}function Jn({start:e,end:t,level:n}){return(t-e)/Ct(n)*256}function Zn(e,t){let n=[];for(let{start:o,end:r}of e){let i=n.at(-1);i&&i.end===o&&r-i.start<=8*Ct(t)?i.end=r:n.push({start:o,end:r,level:t})}return n.reverse()}var ze=(e,t)=>`${e} ${t}`,Z=(e,{start:t,end:n})=>t<=e&&e<n,Kn=(e,t)=>e.start<t.end&&t.start<e.end;function qr(e,t){let n=e.at(-1),o=t[0];return o?!n||n[0]<o[0]?[...e,...t]:[...new Map([...e,...t].map(i=>[i[0],i])).values()].sort((i,s)=>i[0]-s[0]):e}var It=class{constructor(){this.tiles=new Map;this.looks=0}get size(){return[...this.tiles.values()].reduce((t,n)=>t+n.rows.length,0)}missing(t,n,o){return this.spans(t,n,o).filter(({start:r})=>this.tiles.get(ze(o,r))?.stale??!0)}put(t,n,o,r){let{level:i}=t;for(let s=t.start;s<t.end;s+=Ct(i)){let a={start:s,end:s+Ct(i)};this.tiles.set(ze(i,s),{...a,level:i,rows:n.filter(([l])=>Z(l,a)),marks:o.filter(({time:l})=>Z(l,a)),stale:r,lookedAt:++this.looks})}this.letGo()}add(t){for(let n of this.tiles.values())n.rows=qr(n.rows,t.filter(([o])=>Z(o,n)))}changed(t){for(let n of this.tiles.values())n.stale||=Kn(n,t)}known(t,n,o){let r=[],i=[];for(let a of this.spans(t,n,o)){let l=this.tiles.get(ze(o,a.start)),d=l?[l]:this.ofOtherLevel(a,o);for(let c of d)c.lookedAt=++this.looks,r.push(...c.rows.filter(([h])=>Z(h,a))),i.push(...c.marks.filter(({time:h})=>Z(h,a)))}let s={start:t-9e5,end:n+9e5};return{rows:r.filter(([a])=>Z(a,s)),marks:i.filter(({time:a})=>Z(a,s))}}spans(t,n,o){let r=Ct(o),i=[];for(let s=Math.floor((t-9e5)/r)*r;s<n+9e5;s+=r)i.push({start:s,end:s+r});return i}ofOtherLevel(t,n){let o=[...this.tiles.values()].filter(s=>Kn(s,t)),r=Math.min(...o.map(s=>Math.abs(s.level-n))),i=o.find(s=>Math.abs(s.level-n)===r)?.level;return o.filter(s=>s.level===i).sort((s,a)=>s.start-a.start)}letGo(){let t=[...this.tiles.entries()].sort(([,n],[,o])=>n.lookedAt-o.lookedAt);for(let[n]of t.slice(0,Math.max(0,t.length-64)))this.tiles.delete(n)}};var Vr=new Map([["unknown_command","not_installed"],["not_found","not_found"],["not_loaded","not_loaded"],["unauthorized","unauthorized"],["journal_unreadable","journal_unreadable"]]);function ct(e){return e===3?"disconnected":Vr.get(e?.code)??"failed"}var Qn=36e4,ut=6e4,to=5e3,Kr=6e4,pt=class{constructor(t){this.host=t;this.trouble="loading";this.onPage=!1;this.turn=0;this.failures=0;this.subscribeAt=Number.POSITIVE_INFINITY;this.askAgainAt=Number.POSITIVE_INFINITY;this.clock=new Wt;this.tiles=new It;this.asked=[];this.gap=Qn;this.first=null;this.onDisconnected=()=>{this.turn+=1,this.unsubscribe=void 0,this.subscribeAt=Number.POSITIVE_INFINITY,this.forgetWhatIsAsked(),this.trouble="disconnected",this.update()};this.onReady=()=>{this.unsubscribe=void 0,this.failures=0,this.forgetWhatIsAsked(),this.connection&&this.entityId&&(this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId)),this.update()};this.onTimer=()=>{this.stopTimer=void 0,this.askAgainAt<=L()&&(this.askAgainAt=Number.POSITIVE_INFINITY),this.subscribeAt<=L()&&this.connection&&this.entityId&&this.subscribe(this.connection,this.entityId),this.update()};t.addController(this)}get now(){return this.clock.now}follow(t,n){t?.connection===this.connection&&n===this.entityId||(this.end(),this.connection=t?.connection,this.entityId=n,this.person=void 0,this.trouble="loading",this.tiles=new It,this.first=null,this.gap=Qn,this.begin())}curve(t,n,o){let r=this.last;if(r&&r.from===t&&r.to===n&&r.width===o)return r.curve;let i=Xn(n-t,o),s=this.tiles.missing(t,n,i);this.ask(s,i);let{rows:a,marks:l}=this.tiles.known(t,n,i),d={rows:a,marks:l,gap:this.gap,first:this.first,loading:s.length>0};return this.last={from:t,to:n,width:o,curve:d},d}hostConnected(){this.onPage=!0,this.begin()}hostDisconnected(){this.onPage=!1,this.end()}begin(){this.onPage&&this.connection&&this.entityId&&(this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onDisconnected),this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId))}end(){this.turn+=1,this.connection?.removeEventListener("ready",this.onReady),this.connection?.removeEventListener("disconnected",this.onDisconnected),this.unsubscribe?.().catch(()=>{}),this.unsubscribe=void 0,this.forgetWhatIsAsked(),this.subscribeAt=Number.POSITIVE_INFINITY,this.failures=0,this.stopTimer?.(),this.stopTimer=void 0}subscribe(t,n){let o=++this.turn;this.subscribeAt=Number.POSITIVE_INFINITY,Fn({connection:t},n,i=>{o===this.turn&&this.heard(i)}).then(i=>{o===this.turn?(this.unsubscribe=i,this.failures=0):i().catch(()=>{})},i=>{o===this.turn&&this.refused(ct(i))}),this.setTimer()}refused(t){this.trouble=t,t!=="disconnected"&&(this.person=void 0),this.subscribeAt=L()+Math.min(to*2**this.failures,Kr),this.failures+=1,this.update()}heard(t){switch(t.type){case"person":this.person=t.person,this.trouble=void 0,this.clock.heard(t.person.now);break;case"readings":this.tiles.add(t.rows);for(let n of this.asked)n.meanwhile.push(...t.rows);break;case"changed":this.changed(t.start,t.end);break;case"gone":this.person=void 0,this.trouble="not_loaded",this.changed(Number.NEGATIVE_INFINITY,Number.POSITIVE_INFINITY);break}this.update()}changed(t,n){this.tiles.changed({start:t,end:n});for(let o of this.asked)o.stale||=o.start<n&&t<o.end}ask(t,n){let{connection:o,entityId:r,trouble:i,askAgainAt:s}=this,a=i===void 0||i==="loading";if(!this.onPage||!o||!r||!a||s!==Number.POSITIVE_INFINITY)return;let l=({start:d})=>this.asked.some(c=>c.level===n&&c.start<=d&&d<c.end);for(let d of Zn(t.filter(c=>!l(c)),n))this.askFor(o,r,{...d,meanwhile:[],stale:!1})}async askFor(t,n,o){this.asked.push(o);let r=()=>this.asked.includes(o);try{let i=await In({connection:t},n,o.start,o.end,Jn(o));r()&&this.answered(o,i)}catch{r()&&(this.askAgainAt=L()+to)}r()&&(this.asked=this.asked.filter(i=>i!==o),this.update())}answered(t,n){this.tiles.put(t,n.rows,n.marks,t.stale),this.tiles.add(t.meanwhile),this.gap=n.gap,this.first=n.first}forgetWhatIsAsked(){this.asked=[],this.askAgainAt=Number.POSITIVE_INFINITY,this.last=void 0}update(){this.last=void 0,this.setTimer(),this.host.requestUpdate()}setTimer(){if(this.stopTimer?.(),this.stopTimer=void 0,this.onPage&&this.connection&&this.entityId){let t=Math.min(this.subscribeAt,this.askAgainAt,L()+this.untilOlder());this.stopTimer=Yt(this.onTimer,Math.max(0,t-L()))}}untilOlder(){let{reading:t,stale_at:n}=this.person??{reading:null,stale_at:null};if(!t)return ut;let o=ut-((this.now-t.time)%ut+ut)%ut,r=n===null||n<=this.now?ut:n-this.now;return Math.min(o,r)}};var oe=class{constructor(){this.asked=0}async ask(t,n,o){let r=++this.asked;try{let i=await t;r===this.asked&&n(i)}catch(i){r===this.asked&&o(i)}}forget(){this.asked+=1}};var re={integration:"librelink_up",domain:"sensor",device_class:"blood_glucose_concentration"},Xr=e=>Object.entries(e).map(([t,n])=>({value:t,label:n})),Jr=[{name:"entity",selector:{entity:{filter:re}}},{name:"entities",selector:{entity:{filter:re,multiple:!0}}},{name:"name",selector:{text:{}}},{name:"hours",selector:{select:{mode:"dropdown",options:N.map(e=>({value:String(e),label:dn(e)}))}}},{name:"layout",selector:{select:{mode:"dropdown",options:Xr(an)}}},{name:"hide",selector:{select:{multiple:!0,mode:"list",options:rt.map(e=>({value:e,label:ln[e]}))}}}],Ue=(e,t)=>t===void 0||e.includes(t),eo=e=>Array.isArray(e)&&e.every(t=>typeof t=="string");function Zr({entity:e,entities:t,name:n,hours:o,layout:r,hide:i}){if(!([e,n].every(a=>a===void 0||typeof a=="string")&&(t===void 0||eo(t))&&Ue([...N,...N.map(String)],o)&&Ue(zt,r)&&(i===void 0||eo(i)&&i.every(a=>Ue(rt,a)))))throw new Error(G.notForTheForm)}var no=e=>Object.hasOwn(vt,e);function oo(){return{schema:Jr,computeLabel:({name:e})=>no(e)?vt[e]:void 0,computeHelper:({name:e})=>no(e)?sn[e]:void 0,assertConfig:Zr}}var Qr=864e5,ti={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:"en-US"},ei={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},ht=class{constructor(t,n){this.locale=t;this.numbers=new Map;this.times=new Map;this.language=t.language,this.zone=t.time_zone==="server"?n:void 0,this.twelve=ni(t)}glucose(t,n){return this.number(Ce(t,n),Ie(n))}change(t,n){let o=Ce(Math.abs(t),n);return(o===0?"±":t<0?"−":"+")+this.number(o,Ie(n))}number(t,n=0){let o=this.numbers.get(n);if(!o){let r=this.locale.number_format,i=r==="language"?this.language:r==="system"?void 0:ti[r];o=new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:r!=="none"}),this.numbers.set(n,o)}return o.format(t)}time(t){return this.format("time",{hour:this.twelve?"numeric":"2-digit",minute:"2-digit"}).format(t)}hour(t){return this.twelve?this.format("hour",{hour:"numeric"}).format(t):this.time(t)}day(t){let n=ei[this.locale.date_format];if(!n)return this.format("day",{weekday:"short",day:"numeric",month:"short"}).format(t);let o=this.format("date",{year:"numeric",month:"numeric",day:"numeric"}).formatToParts(t),r=o.find(i=>i.type==="literal")?.value??"/";return n.map(i=>o.find(s=>s.type===i)?.value??"").join(r)}when(t,n){return this.dayNumber(t)===this.dayNumber(n)?this.time(t):`${this.day(t)}, ${this.time(t)}`}dayNumber(t){return Math.floor((t+this.offset(t))/Qr)}offset(t){let n=new Map(this.format("offset",{hourCycle:"h23",calendar:"gregory",numberingSystem:"latn",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(t).map(({type:i,value:s})=>[i,Number(s)])),o=i=>n.get(i)??0;return Date.UTC(o("year"),o("month")-1,o("day"),o("hour"),o("minute"),o("second"))-Math.floor(t/1e3)*1e3}format(t,n){let o=this.times.get(t);if(!o){let r=this.locale.date_format==="system"&&t!=="time"?void 0:this.language;o=new Intl.DateTimeFormat(t==="offset"?"en-US":r,{hourCycle:this.twelve?"h12":"h23",...n,...this.zone&&{timeZone:this.zone}}),this.times.set(t,o)}return o}};function ni(e){if(e.time_format==="12"||e.time_format==="24")return e.time_format==="12";let t=e.time_format==="language"?e.language:void 0,{hourCycle:n}=new Intl.DateTimeFormat(t,{hour:"numeric"}).resolvedOptions();return n==="h12"||n==="h11"}var io=6e4,ro=5*io;function oi(e,t){return e?.connection!==t?.connection||e?.locale!==t?.locale||e?.config!==t?.config}var C=class extends P{constructor(){super(...arguments);this.waiting=!1;this.person=new pt(this);this.latest=new oe}static getStubConfig(n){return Gt(n)}static getConfigForm(){return{schema:[{name:"entity",required:!0,selector:{entity:{filter:re}}}],computeLabel:()=>vt.entity}}setConfig(n){this.entity=gn(n),this.answer=void 0,this.anew()}getCardSize(){return 8}getGridOptions(){return{columns:"full",rows:"auto",min_columns:6}}anew(){this.waiting=!0,this.asked=void 0,this.latest.forget(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.asked=void 0,this.latest.forget()}willUpdate(){this.person.follow(this.hass,this.entity);let{person:n,now:o}=this.person;this.hass&&this.entity&&n&&(this.asked===void 0||o-this.asked>=ro)&&(this.asked=o,this.latest.ask(this.question(this.hass,this.entity),r=>{this.answer=r,this.failed=void 0,this.waiting=!1},r=>{this.failed=ct(r),this.waiting&&(this.answer=void 0),this.asked=o-ro+io}))}render(){let{person:n}=this.person,o=this.person.trouble??this.failed;if(!this.hass||!n||!this.answer)return p`<ha-card><p class="trouble" role="status">${B[o??"loading"]}</p></ha-card>`;let r=new ht(this.hass.locale,this.hass.config.time_zone);return p`<ha-card>
      ${o?p`<p class="trouble" role="status">${B[o]}</p>`:""}
      ${this.picture(this.answer,n,r)}
    </ha-card>`}};f([v({attribute:!1,hasChanged:oi})],C.prototype,"hass",2),f([_()],C.prototype,"answer",2),f([_()],C.prototype,"failed",2),f([_()],C.prototype,"waiting",2),f([_()],C.prototype,"entity",2);var ie=S`
  :host {
    display: block;
    color: var(--lu-text);
  }
  ha-card {
    display: block;
    padding: 16px;
    container-type: inline-size;
  }
  h2,
  h3,
  p,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 20px;
    font-weight: 500;
    line-height: 28px;
  }
  h3 {
    font-size: 16px;
    font-weight: 500;
    line-height: 24px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
  }
  p,
  small,
  .faint {
    color: var(--lu-faint);
    font-size: 14px;
    line-height: 20px;
  }
  .action {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 44px;
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    font-weight: 500;
  }
  .action:hover,
  .action[aria-checked="true"] {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 16%, transparent);
  }
  .action:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .paint {
    position: absolute;
    width: 0;
    height: 0;
  }
  .band {
    fill: color-mix(in srgb, var(--lu-green) 16%, transparent);
  }
  .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: var(--lu-line);
  }
  .bar i {
    flex: 0 1 0;
    background: var(--state);
  }
`;function se(e,t){let n=[e.lowest,t.urgent_low,t.low,t.high,t.urgent_high,e.highest],o=i=>Math.min(Math.max((T(e,i)-e.top)/(e.bottom-e.top),0),1),r=Oe.map((i,s)=>w`<stop class=${i} offset=${o(n[s+1])} stop-color="var(--state)" />
      <stop class=${i} offset=${o(n[s])} stop-color="var(--state)" />`).reverse();return p`<svg class="paint" aria-hidden="true"><linearGradient id="states" gradientUnits="userSpaceOnUse"
    x1="0" x2="0" y1=${e.top} y2=${e.bottom}>${r}</linearGradient></svg>`}function ae(e,{low:t,high:n}){let[o,r]=[$(T(e,n)),$(T(e,t))];return w`<rect class="band" x=${e.left} width=${e.right-e.left} y=${o} height=${r-o} />`}var F=S`
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
    --lu-high: color-mix(in srgb, var(--lu-yellow) 72%, var(--lu-text));
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
`,H=S`
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
`;var ri=14,le=144,Ge=56,ii=Ut({type:"",entity:"-",hide:rt.filter(e=>e!=="curve")}),si=12*36e5,mt=class extends C{static{this.styles=[F,H,ie,qn,Vn]}question(t,n){return Nn(t,n,ri,le)}updated(){this.dialog&&!this.dialog.open&&this.dialog.showModal()}picture({days:t,gap:n},o,r){let{limits:i,unit:s,name:a}=o,l=t.flatMap(({rows:c,start:h,end:b})=>[...Zt(c,h,b)]),d={left:0,right:le,top:2,bottom:Ge-2,start:0,end:1,...lt(l,i)};return p`<header>
        <h2>${a}</h2>
        <p><bdi>${g.targetRange(r.glucose(i.low,s),r.glucose(i.high,s),s)}</bdi></p>
      </header>
      ${se(d,i)}
      <ol>
        ${t.map((c,h)=>{let b={...d,start:c.start,end:be(t,h)};return p`<li>${this.button(t,h,b,n,o,r)}</li>`})}
      </ol>
      ${this.opened?this.day(this.opened,t,r):u}`}button(t,n,o,r,i,s){let a=t[n],l=so(t,n,s),d=Jt(a.shares),[c,h,b]=(d??[0,0,0]).map(R=>s.number(R)),x=d?[m.inRange(h),m.below(c),m.above(b)]:[m.noReadings];return p`<button
      aria-label="${l}: ${x.join(", ")}"
      aria-haspopup="dialog"
      @click=${()=>this.open(t,n)}
    >
      <span class="date">${l}</span>
      <svg class="picture" viewBox="0 0 ${le} ${Ge}" preserveAspectRatio="none">
        ${ae(o,i.limits)}
        ${w`<path class="noon" d="M${le/2} 0V${Ge}" />
        <path class="curve" stroke="url(#states)" d=${ai(te(a.rows,r,o))} />`}
      </svg>
      <span class="share"><bdi>${d?p`<b>${h}</b> %`:m.noValue}</bdi></span>
      <span class="bar">
        ${d&&["low","in_range","high"].map((R,D)=>p`<i class=${R} style="flex-grow:${d[D]}"></i>`)}
      </span>
    </button>`}day(t,n,o){let r=(t.end??this.person.now)-t.span/2,i=n.findIndex(({start:a})=>a<=r),s=(a,l,d)=>p`<button class="action" aria-label=${l} ?disabled=${!n[a]} @click=${()=>this.open(n,a)}>
        <svg viewBox="0 0 24 24">${w`<path d=${d} />`}</svg>
      </button>`;return p`<dialog aria-labelledby="day" @close=${()=>this.show()}>
      <div class="head">
        ${s(i<0?-1:i+1,g.dayBefore,"M14 6l-6 6 6 6")}
        <h2 id="day">${i<0?o.day(r):so(n,i,o)}</h2>
        ${s(i-1,g.dayAfter,"M10 6l6 6-6 6")}
        <button class="action" aria-label=${g.close} @click=${()=>this.dialog?.close()}>
          <svg viewBox="0 0 24 24"><path d="M6 6l12 12M18 6 6 18" /></svg>
        </button>
      </div>
      <librelink-up-person
        past
        .hass=${this.hass}
        .entityId=${this.entity}
        .settings=${ii}
        .formats=${o}
        .window=${t}
        @window=${({detail:a})=>this.show(a)}
      ></librelink-up-person>
    </dialog>`}open(t,n){let{start:o}=t[n],r=be(t,n);this.show({span:r-o,end:r})}show(t){this.opened=t}};f([_()],mt.prototype,"opened",2),f([at("dialog")],mt.prototype,"dialog",2);function so(e,t,n){return t===0?g.today:n.day(e[t].start+si)}function ai(e){return e.replaceAll(/M[^ML]+/g,"$&h0")}var li=45;function ao(e){let t=[],n;for(let o of e)n&&o[0]-n[0]<=li?t.at(-1)?.push(o):t.push([o]),n=o;return t}function We(e,t,n){return`${$(M(e,t[0]))} ${$(T(e,t[n]))}`}function lo(e,t){return ao(e).map(n=>`M${n.map(o=>We(t,o,3)).join("L")}`).join("")}function Ye(e,t,n,o){return ao(e).map(r=>{let i=r.map(a=>We(t,a,o)),s=r.map(a=>We(t,a,n)).reverse();return`M${[...i,...s].join("L")}Z`}).join("")}var co=S`
  fieldset {
    display: flex;
    margin: 0;
    padding: 0;
    border: none;
  }
  .action:has(:checked:not([type="checkbox"])) {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 20%, transparent);
  }
  .action:has(:focus-visible) {
    outline: 2px solid var(--primary-color, #03a9f4);
  }
  label {
    cursor: pointer;
  }
  .why {
    margin-top: 8px;
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--lu-text) 6%, transparent);
    color: inherit;
  }
  .all[aria-busy="true"] {
    opacity: 0.5;
  }
  .body {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
    gap: 24px 48px;
    margin-top: 24px;
  }
  @container (min-width: 700px) {
    .body:has(.profile) {
      grid-template: "ranges profile" auto "episodes profile" 1fr / minmax(260px, 1fr) 2fr;
    }
    .profile {
      grid-area: profile;
    }
  }
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 4px 0;
  }
  dd {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  dl small {
    display: block;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(max(110px, 100% / 5), 1fr));
    gap: 8px 16px;
    margin-top: 16px;
  }
  .figures > div {
    display: block;
  }
  .figures dt {
    color: var(--lu-faint);
    font-size: 14px;
  }
  .figures dd {
    font-size: 20px;
    line-height: 28px;
    text-align: start;
  }
  .ranges {
    display: grid;
    grid-template-columns: 24px 1fr;
    gap: 16px;
    margin-top: 8px;
  }
  .ranges .bar {
    flex-direction: column;
    height: auto;
    border-radius: 8px;
  }
  .ranges dt::before {
    content: "";
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 8px;
    border-radius: 2px;
    background: var(--state);
  }
  .plot {
    position: relative;
    height: 240px;
    margin-block: 12px 28px;
    margin-inline: 4px 4px;
    direction: ltr;
    font-size: 12px;
    color: var(--lu-faint);
  }
  .plot svg {
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .most {
    fill: url(#states);
    opacity: 0.3;
  }
  .half {
    fill: url(#states);
    opacity: 0.6;
  }
  .median {
    fill: none;
    stroke: var(--lu-text);
    stroke-width: 2.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .y,
  .x {
    position: absolute;
    line-height: 16px;
  }
  .y {
    left: 0;
    transform: translateY(-50%);
  }
  .x {
    top: calc(100% + 6px);
    transform: translateX(-50%);
    font-style: normal;
    white-space: nowrap;
  }
  .x:first-of-type {
    transform: none;
  }
  .x:last-of-type {
    transform: translateX(-100%);
  }
  button.action {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 16%, transparent);
  }
  button.action:hover:enabled {
    background: color-mix(in srgb, var(--primary-color, #03a9f4) 28%, transparent);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
    margin-top: 16px;
  }
  footer input {
    width: 20px;
    height: 20px;
    margin-inline-end: 8px;
    accent-color: var(--primary-color, #03a9f4);
  }
`;var mo=1440,uo=864e5,po=720,je=240,di=["pdf","png"],gt=class extends C{constructor(){super(...arguments);this.days=ye[0];this.named=!1}static{this.styles=[F,H,ie,co]}question(n,o){return Pe(n,o,this.days,!1)}picture(n,o,r){let{metrics:i}=n;return p`<header>
        <div>
          <h2>${o.name}</h2>
          <p><bdi>${m.span(r.day(i.start),r.day(i.end))}</bdi></p>
        </div>
        <fieldset aria-label=${g.span}>${ye.map(s=>this.choice(s))}</fieldset>
      </header>
      ${i.why?p`<p class="why"><bdi>${ci(i,r)}</bdi></p>`:u}
      ${i.why==="no_readings"?u:this.body(n,o.unit,r)}`}body(n,o,r){return p`<div class="all" aria-busy=${this.waiting}>
      ${ui(n.metrics,o,r)}
      <div class="body">${pi(n.metrics,o,r)} ${hi(n,o,r)} ${mi(n)}</div>
      ${this.downloads()}
    </div>`}choice(n){let o=()=>{this.days=n,this.anew()};return p`<label class="action"
      ><input class="spoken" type="radio" name="days" .checked=${n===this.days} @change=${o} /><bdi>${g.lastDays(n)}</bdi></label
    >`}downloads(){return p`<footer>
      <label class="action"><input type="checkbox" @change=${o=>{this.named=o.target.checked}} />${g.named}</label>
      ${di.map(o=>p`<button class="action" ?disabled=${this.making} @click=${()=>this.download(o)}>
            ${this.making===o?g.preparing:g.files[o]}
          </button>`)}
    </footer>`}async download(n){if(!(!this.hass||!this.entity)){this.making=n;try{let o=document.createElement("a");o.href=(await Pe(this.hass,this.entity,this.days,this.named))[n],o.download="",o.click()}catch(o){this.failed=ct(o)}finally{this.making=void 0}}}};f([_()],gt.prototype,"days",2),f([_()],gt.prototype,"making",2);function ci({why:e,days:t,measured:n},o){return e==="no_readings"?g.noReadings:e==="days"?g.needsDays(o.number(t)):g.needsShare(o.number(n))}function ui(e,t,n){let o=s=>`${n.number(s,1)} %`,r=s=>`${n.glucose(s,t)} ${t}`,i=[[g.mean,e.mean,r],[g.gmi,e.gmi,o],[g.cv,e.cv,o],[g.sd,e.sd,r],[g.a1c,e.a1c,o],[g.gri,e.gri,s=>n.number(s)],[g.tight(n.glucose(70,t),r(140)),e.in_tight_range,o],[g.measured,e.measured,o]];return p`<dl class="figures">
    ${i.map(([s,a,l])=>p`<div><dt>${s}</dt><dd><bdi>${a===null?m.noValue:l(a)}</bdi></dd></div>`)}
  </dl>`}function pi(e,t,n){let o=fn(e);if(!o)return u;let r=s=>n.glucose(s,t),i={urgent_high:g.over(r(250)),high:`${r(181)} – ${r(250)}`,in_range:`${r(70)} – ${r(180)}`,low:`${r(54)} – ${r(69)}`,urgent_low:g.under(r(54))};return p`<section>
    <h3>${g.ranges}</h3>
    <div class="ranges">
      <span class="bar" aria-hidden="true">${o.map(([s,a])=>p`<i class=${s} style="flex-grow:${a}"></i>`)}</span>
      <dl>
        ${o.map(([s,a])=>p`<div class=${s}>
            <dt>${g.states[s]}<small><bdi>${i[s]} ${t}</bdi></small></dt>
            <dd><bdi>${n.number(a,a<10?1:0)} %</bdi><small><bdi>${g.aDay(m.duration(Math.round(a*mo/100)))}</bdi></small></dd>
          </div>`)}
      </dl>
    </div>
  </section>`}function hi({profile:e},t,n){if(e.length===0)return u;let o=lt(e.flatMap(a=>[a[1],a[5]]),jt),r={left:0,right:po,top:0,bottom:je,start:0,end:mo,...o},i=[...e].sort((a,l)=>a[3]-l[3]),s=[i[0],i.at(-1)].flatMap(a=>a?[n.glucose(a[3],t),n.time(ho(a[0],n))]:[]);return p`<section class="profile">
    <h3>${g.profile}</h3>
    ${se(r,jt)}
    <div class="plot">
      <svg viewBox="0 0 ${po} ${je}" preserveAspectRatio="none" role="img" aria-label=${g.profileSpoken(...s)}>
        ${ae(r,jt)}
        ${w`<path class="most" d=${Ye(e,r,1,5)} /><path class="half" d=${Ye(e,r,2,4)} />
        <path class="median" d=${lo(e,r)} />`}
      </svg>
      ${[54,70,180,250].map(a=>p`<span class="y" style="top:${T(r,a)/je*100}%">${n.glucose(a,t)}</span>`)}
      ${[0,6,12,18,24].map(a=>p`<i class="x" style="left:${a/24*100}%">${n.hour(ho(a*60,n))}</i>`)}
    </div>
    <p><bdi>${g.profileHelp}</bdi></p>
  </section>`}function ho(e,t){return uo+e*6e4-t.offset(uo)}function mi({episodes:e}){let{low:t,very_low:n,high:o,very_high:r,low_minutes:i,high_minutes:s}=e,a=(l,d,c,h)=>p`<div><dt>${l}</dt><dd><bdi>${g.episodesOf(d,c,l.toLowerCase())}</bdi>${h===null?u:p`<small><bdi>${g.each(m.duration(Math.round(h)))}</bdi></small>`}</dd></div>`;return p`<section class="episodes">
    <h3>${g.episodes}</h3>
    <dl>${a(g.lows,t,n,i)}${a(g.highs,o,r,s)}</dl>
  </section>`}var gi="/config/integrations/integration/librelink_up",go=4,fi=[{heading:"alerts",icon:"mdi:bell-outline",keys:["acknowledge","snooze","silenced","signal_lost"]},{heading:"sensor",icon:"mdi:circle-double",keys:["sensor_state","sensor_expires"]},{heading:"nightscout",icon:"mdi:cloud-upload-outline",keys:["nightscout_problem","nightscout_waiting"]}],yi=["acknowledge","snooze"];function fo(e,t){return{title:"LibreLink Up",views:e.length===0?[vi(t)]:[Ve(e),qe("days",Be(e,$t,go)),qe("report",Be(e,_t,2))]}}function Ve(e){let t=fi.map(({heading:n,icon:o,keys:r})=>{let i=e.flatMap(s=>bi(s,r,e.length>1));return{type:"grid",cards:[{type:"heading",heading:g[n],icon:o},...i]}});return qe("now",[...Be(e,U,e.length>1?1:2),...t.filter(({cards:n})=>n.length>1)])}function yo(e){return{type:"grid",cards:e.map(t=>bo(U,t))}}function Be(e,t,n){return e.map(o=>({type:"grid",column_span:n,cards:[{...bo(t,o),grid_options:{columns:"full"}}]}))}function bo(e,{entities:t}){return{type:`custom:${e}`,entity:t.glucose}}function bi({name:e,entities:t},n,o){let r=n.flatMap(i=>t[i]?[wi(i,t[i])]:[]);return o&&r.length?[{type:"heading",heading:e,heading_style:"subtitle"},...r]:r}function wi(e,t){let n={type:"tile",entity:t,name:{type:"entity"}};return yi.includes(e)?{...n,hide_state:!0,tap_action:{action:"toggle"}}:n}function vi(e){let t={text:g.addPeople,tap_action:{action:"navigate",navigation_path:gi}},n={type:"empty-state",icon:"mdi:account-plus-outline",title:g.nobody,content_only:!0};return{type:"panel",title:g.now,path:"now",cards:[e?{...n,content:g.nobodyToAdd,buttons:[t]}:{...n,content:g.nobodyToSee}]}}function qe(e,t){return{type:"sections",title:g[e],path:e,max_columns:go,dense_section_placement:!0,sections:t}}var vo="librelink_up";function ft(e){let t=new Map;for(let{entity_id:n,device_id:o,platform:r,translation_key:i,hidden:s}of Object.values(e.entities))if(r===vo&&o&&i&&!s&&n in e.states){let a=t.get(o)??{};t.set(o,{...a,[i]:n})}return[...t].filter(([,n])=>"glucose"in n).map(([n,o])=>({device:n,name:xi(e,n),entities:o})).sort((n,o)=>n.name.localeCompare(o.name,e.language)||n.device.localeCompare(o.device))}function xi({devices:e},t){return e[t]?.name_by_user||e[t]?.name||"?"}var wo=new WeakMap;function $i(e){let t=wo.get(e);return t||(t=Object.keys(e).filter(n=>e[n]?.platform===vo),wo.set(e,t)),t}function xo(e,t){if(e.entities===t.entities&&e.devices===t.devices&&e.language===t.language){let n=o=>o in e.states!=o in t.states;return e.states!==t.states&&$i(t.entities).some(n)}return JSON.stringify([e.language,ft(e)])!==JSON.stringify([t.language,ft(t)])}var Nt=class extends HTMLElement{static shouldRegenerate(t,n,o){return xo(n,o)}},Ke=class extends Nt{static{this.noEditor=!0}static getCreateSuggestions(){return{title:"LibreLink Up",icon:"mdi:diabetes"}}static async generate(t,n){return fo(ft(n),n.user?.is_admin??!1)}},Xe=class extends Nt{static async generate(t,n){return Ve(ft(n))}},Je=class extends Nt{static async generate(t,n){return yo(ft(n))}},$o={"ll-strategy-dashboard-librelink-up":Ke,"ll-strategy-view-librelink-up":Xe,"ll-strategy-section-librelink-up":Je};var _o={[$t]:mt,[_t]:gt,...$o},To={type:$t,name:"LibreLink Up: days",description:g.daysCard},So={type:_t,name:"LibreLink Up: report",description:g.reportCard};var Ze=6e4,Qe=60*Ze,_i=30*Ze,Ti=336*Qe,Si=30*Ze;function Q(e){return{span:e*Qe,end:null}}function Eo(e){return N.find(t=>t*Qe===e.span)??null}function ko(e,t){return t.forecast?Math.min(e/5,Si):e/40}function de(e,t){let n=e.end??t.now+ko(e.span,t);return{start:n-e.span,end:n}}function Ao(e,t,n){return Mo(e.span,de(e,n).end+t,n)}function Ro(e,t,n,o){let{end:r}=de(e,o),i=Math.min(Math.max(e.span*t,_i),Ti);return Mo(i,n+(r-n)*i/e.span,o)}function Mo(e,t,n){let o=n.now+ko(e,n),r=(n.first??o)+e*.9,i=Math.max(t,r);return{span:e,end:i>=o?null:i}}var tn=S`
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
`,Po=[tn,S`
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
      grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr));
    }
  `];function ce(e,t){let n=Eo(e);return p`<div class="span" role="group" aria-label=${m.spanOfCurve}>
    ${N.map(o=>p`<button
          class="hours"
          aria-label=${m.hoursLong(o)}
          aria-pressed=${o===n}
          @click=${()=>t(Q(o))}
        >
          ${m.hours(o)}
        </button>`)}
    ${e.end===null?u:p`<button class="back" aria-label=${m.backToNow} @click=${()=>t({...e,end:null})}>
          ${m.now}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3v10l7-5zM12 3v10" /></svg>
        </button>`}
  </div>`}function Ei(e,t){return!e||e.connection!==t.connection||e.connected!==t.connected||e.locale!==t.locale||e.config.time_zone!==t.config.time_zone||e.localize!==t.localize}var yt=class extends P{constructor(){super(...arguments);this.window=Q(3);this.onWindow=({detail:n})=>this.change(n);this.change=n=>{this.window=n}}static{this.styles=[F,H,Po]}static{this.getConfigForm=oo}static{this.getStubConfig=Gt}setConfig(n){let o=Ut(n);o.hours!==this.settings?.hours&&(this.window=Q(o.hours)),this.settings=o}set hass(n){Ei(this.used,n)&&(this.used=n,this.formats=new ht(n.locale,n.config.time_zone),this.requestUpdate())}getCardSize(){let{layout:n,entities:o}=this.settings??{layout:"normal",entities:[""]};return n==="compact"?o.length:7*o.length}getGridOptions(){switch(this.settings?.layout){case"compact":return{columns:6,rows:2,min_columns:3,min_rows:1};case"wall":return{columns:"full",rows:10,min_columns:6,min_rows:6};default:return{columns:12,rows:"auto",min_columns:6}}}render(){let{settings:n,used:o,formats:r}=this;if(!n||!o||!r)return u;let i=n.entities.length>1;return p`<ha-card class="${n.layout} ${i?"several":""}">
      <div class="people">
        ${n.entities.map(s=>p`<librelink-up-person
              .hass=${o}
              .entityId=${s}
              .settings=${n}
              .formats=${r}
              .window=${this.window}
              .layout=${n.layout}
              ?small=${i}
              @window=${this.onWindow}
            ></librelink-up-person>`)}
      </div>
      ${i&&n.layout!=="compact"&&n.shown.has("curve")?ce(this.window,this.change):u}
    </ha-card>`}};f([_()],yt.prototype,"settings",2),f([_()],yt.prototype,"window",2);function Oo(e,t,n,o){let r=Ot(e,t),i=e[r-1],s=e[r],a=!i||s&&s[0]-t<t-i[0]?s:i;if(!a)return null;let l=i&&s&&s[0]-i[0]>n;return Math.abs(a[0]-t)<=(l?o:Math.max(o,n))?{row:a}:l?{hole:[i[0],s[0]]}:null}function Co(e,t,n){if(e.length===0)return null;let o=t===null?e.length-(n<0?1:0):Ot(e,t),r=t===null?e.length-1:o+n;return e[Math.min(Math.max(r,0),e.length-1)]}function Io(e,t,n){return e.filter(o=>Math.abs(o.time-t)<=n)}var No=S`
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
`;var Ft=6e4,tt=60*Ft,ue=24*tt,Fo=[5*Ft,10*Ft,15*Ft,30*Ft,tt,2*tt,3*tt,6*tt,12*tt,ue,2*ue,4*ue],ki=5.6,Ai=1.3,Ri={"mg/dL":50,"mmol/L":54},Mi=["low","high","urgent_low","urgent_high"];function Ho(e,t,n){let{start:o,end:r}=e,i=n*ki,s=(r-o)*i/(e.right-e.left),a=Fo.find(c=>c>=s)??Fo.at(-1),l=[],d=t.offset(o);for(let c=Math.ceil((o+d)/a)*a;c-d<=r;c+=a){d=t.offset(c-d);let h=c-d,b=t.offset(h)+h===c&&c%ue===0;if(h>r||h<o||M(e,h)<e.left+8||M(e,h)>e.right-i*.42)continue;let x=b?t.day(h):a<tt?t.time(h):t.hour(h);l.push({time:h,label:x,day:b})}return l}function Do(e,t,n,o){let r=o*Ai,i=[],s=(l,d,c)=>{let h=l>e.lowest&&l<e.highest,b=i.some(x=>Math.abs(T(e,x.glucose)-T(e,l))<c);h&&!b&&i.push({glucose:l,limit:d})};for(let l of Mi)s(t[l],l,r);let a=Ri[n];for(let l=a;l<e.highest;l+=a)s(l,null,2*r);return i}var Pi=34,Oi=1.8;function Lo(e,t){let n=(o,r,i)=>{let s=T(e,Math.min(i,e.highest)),a=T(e,Math.max(r,e.lowest))-s;return a>0?w`<rect class="band ${o}" x=${e.left} y=${s} width=${e.right-e.left} height=${a} />`:u};return w`${n("low",e.lowest,t.low)}${n("in_range",t.low,t.high)}`}function zo(e,t,n,o,r){let i=s=>{let a=Math.round(T(e,s.glucose))+.5;return w`<line class="across ${s.limit??""}" x1=${e.left} x2=${e.right} y1=${a} y2=${a} />
      <text class="label ${s.limit?"limit":""}" x=${e.left-6} y=${a+r*.35} text-anchor="end">${o.glucose(s.glucose,n)}</text>`};return w`${Do(e,t,n,r).map(i)}${Ho(e,o,r).map(s=>{let a=Math.round(M(e,s.time))+.5;return w`<line class="up ${s.day?"day":""}" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
      <text class="label ${s.day?"day":""}" x=${a} y=${e.bottom+r*1.35} text-anchor="middle">${s.label}</text>`})}`}function Uo(e,t,n,o,r){let i=Yn(t,n,(e.end-e.start)/(e.right-e.left),r),s=({state:a,origin:l,shape:d,path:c})=>{let h=i[l];return w`<path class="dots ${d} ${l} ${a}" d=${c} stroke-width=${d==="disc"?$(h*2):1} />${l==="history"&&d==="disc"&&h>Oi?w`<path class="hole" d=${c} stroke-width=${$(h*1.1)} />`:u}`};return w`<path class="line" d=${te(t,n,e)} />${Wn(t,o,e,i).map(s)}`}function Go(e,t,{limits:n,unit:o},r,i){let s=ne(t,e.start,e.end),a=(b,x)=>{let[R,D]=dt(e,b),nt=et(b,o,r),Dt=nt.length*i*.32,me=Math.min(Math.max(R,e.left+Dt),e.right-Dt),Lt=x?D+i*1.9<e.bottom:D-i*1.7<0;return w`<text class="end" x=${$(me)} y=${$(Lt?D+i*1.5:D-i*.8)} text-anchor="middle">${nt}</text>`};if(!s)return u;let{lowest:l,highest:d}=s,c=["urgent_low","low"].includes(O(l,n)),h=["high","urgent_high"].includes(O(d,n));return w`${c?a(l,!0):u}${h?a(d,!1):u}`}function et([,e,,t],n,o){return t?t===1?m.hi:m.lo:o.glucose(e,n)}function Wo(e,t,n,o){let r=t.at(-1);if(!r||r[3]||r[0]>e.end)return u;let[i,s]=dt(e,r);return w`<circle class="newest ${O(r,n)}" cx=${i} cy=${s} r=${$(o)} />`}function Yo(e,t,n){let o="",r=Number.POSITIVE_INFINITY,i=t.reading?M(e,t.reading.time)+2.5*n:e.left;for(let[s,a]of[...t.forecast].reverse()){let l=$(M(e,s)),d=Math.min(Math.max(a,e.lowest),e.highest);l>=i&&l<=r-2*n&&l<=e.right&&(o+=`M${l} ${$(T(e,d))}h0`,r=l)}return o?w`<path class="forecast" d=${o} stroke-width=${$(n)} />`:u}function jo(e,t){let n=Math.round(M(e,t))+.5;return n>e.left&&n<e.right?w`<line class="now" x1=${n} x2=${n} y1=${e.top} y2=${e.bottom} />`:u}var Ci={rapid_insulin:"M-4.500-4h9L0 4.500z",long_insulin:"M-5-4h10v2.500L0 4.500-5-1.500z",carbs:"M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0z",finger_stick:"M0-5.500C2-2 4-.5 4 1.500A4 4 0 0 1-4 1.500C-4-.5-2-2 0-5.500z",ketone:"M0-5 5 0 0 5-5 0z",note:"M-5-4H5V2.500H0L-2.500 5V2.500H-5z"};function Bo(e,t,n,o){let r=Number.NEGATIVE_INFINITY,i=t.filter(({time:s})=>s>=e.start&&s<=e.end);return w`${i.map(s=>{let a=$(M(e,s.time));if(s.type==="sensor")return w`<line class="change" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
        <path class="change" transform="translate(${a} ${e.top})" d="M-5 0H5L0 6z" />`;let l=s.kind==="finger_stick"&&s.amount!==null,d=l?$(T(e,Math.min(Math.max(s.amount,e.lowest),e.highest))):o,c=l||a-r<Pi?null:en(s,n);return r=l?r:a,w`<g class="treatment ${s.kind}" transform="translate(${a} ${d})"><path d=${Ci[s.kind]} />${c?w`<text x="8" y="4">${c}</text>`:u}</g>`})}`}function en(e,t){return e.amount===null||e.kind==="finger_stick"?null:m.amount(e.kind,t.number(e.amount,Number.isInteger(e.amount)?0:1))}function qo(e,t,n){let[o,r]=dt(e,t);return w`<line class="cursor" x1=${o} x2=${o} y1=${e.top} y2=${e.bottom} />
    <circle class="cursor ${O(t,n)}" cx=${o} cy=${r} r="6" />`}function Vo(e,t,n){let o=new AbortController,r=new Map,i="none",s=0,a=0,l=1,d=0,c,h=()=>{s=0,a!==0&&t.pan(a),l!==1&&t.zoom(l,d),c!==void 0&&t.read(c),a=0,l=1,c=void 0},b=()=>{s||=requestAnimationFrame(h)},x=y=>{c=y,b()},R=y=>y.clientX-e.getBoundingClientRect().left,D=()=>{let[y,E]=[...r.values()];return y&&E?Math.max(Math.abs(y.x-E.x),20):20},nt=()=>[...r.values()].reduce((y,{x:E})=>y+E,0)/Math.max(r.size,1),Dt=y=>{if(y.button!==0||r.size===2)return;let E=R(y);r.set(y.pointerId,{x:E,from:E,since:y.timeStamp,touch:y.pointerType==="touch"}),e.setPointerCapture(y.pointerId),i=r.size===2?"pinch":"none"},me=y=>{let E=R(y),I=r.get(y.pointerId);if(!I){y.pointerType!=="touch"&&x(E);return}if(i==="pinch"){let[ge,xr]=[D(),nt()];I.x=E,l*=ge/D(),d=nt(),a+=nt()-xr,b();return}i==="none"&&Math.abs(E-I.from)>6&&(i=I.touch&&y.timeStamp-I.since>300?"read":"pan"),i==="pan"?(a+=E-I.x,c=null,b()):i==="read"&&x(E),I.x=E},Lt=y=>{r.delete(y.pointerId)&&y.type==="pointerup"&&i==="none"&&x(R(y)),y.type==="pointercancel"&&x(null),i=r.size===0?"none":"pan"},vr=y=>{let E=y.shiftKey||Math.abs(y.deltaX)>Math.abs(y.deltaY);if(!E&&!y.ctrlKey&&!y.metaKey&&!n())return;y.preventDefault();let I=y.deltaMode===WheelEvent.DOM_DELTA_LINE?33:1;if(E)a-=(y.deltaX||y.deltaY)*I;else{let ge=y.ctrlKey&&Math.abs(y.deltaY)<50?6:1;l*=Math.exp(y.deltaY*I*.0015*ge),d=R(y)}b()},ot={signal:o.signal};return e.addEventListener("pointerdown",Dt,ot),e.addEventListener("pointermove",me,ot),e.addEventListener("pointerup",Lt,ot),e.addEventListener("pointercancel",Lt,ot),e.addEventListener("pointerleave",y=>y.pointerType!=="touch"&&x(null),ot),e.addEventListener("wheel",vr,{...ot,passive:!1}),()=>{o.abort(),cancelAnimationFrame(s)}}var Ni={falling_quickly:90,falling:45,steady:0,rising:-45,rising_quickly:-90};function Jo(e){return p`<svg class="arrow" viewBox="-11 -11 22 22" aria-hidden="true">
    <path transform="rotate(${Ni[e]})" d="M-10 0H8M1-7.5 8.5 0 1 7.5" />
  </svg>`}var Ko=w`<path d="M8 2.5 14.5 13.5h-13z" />`,Xo=w`<path d="M8 13.5 1.5 2.5h13z" />`,Fi=w`<circle cx="8" cy="8" r="5.5" />`,Hi=w`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2" />`;function bt(e){return p`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${{urgent_low:Xo,low:Xo,in_range:Fi,high:Ko,urgent_high:Ko}[e]??Hi}</svg>`}function Zo(e){let t=ee(e);return t==="measured"?null:m[t]}function Qo(e,t,n){return e.type==="sensor"?m.newSensor:[e.kind==="finger_stick"&&e.amount!==null?`${n.glucose(e.amount,t.unit)} ${t.unit}`:en(e,n),e.text||Bn[e.kind]].filter(Boolean).join(" ")}function nn(e,t,n,o,r){if("hole"in e){let[d,c]=e.hole;return m.holeBetween(o.when(d,r),o.time(c))}let{row:i}=e,s=i[3]?et(i,n.unit,o):`${et(i,n.unit,o)} ${n.unit}`,a=j[O(i,n.limits)],l=[Zo(i),...t.map(d=>Qo(d,n,o))].filter(Boolean);return[s,o.when(i[0],r),a,...l].join(", ")}function tr(e,t,n,o,r,i){let s="row"in e?e.row[0]:(e.hole[0]+e.hole[1])/2,a=Math.min(Math.max(M(i,s),i.left),i.right),l=a>(i.left+i.right)/2?`right:calc(100% - ${a-12}px)`:`left:${a+12}px`;if("hole"in e)return p`<div class="tip" style=${l}>${nn(e,t,n,o,r)}</div>`;let{row:d}=e,c=Zo(d);return p`<div class="tip" style=${l}>
    <span class="what ${O(d,n.limits)}"
      >${bt(O(d,n.limits))}<b>${et(d,n.unit,o)}</b> ${d[3]?u:n.unit}</span
    >
    <span>${o.when(d[0],r)}${c?` · ${c}`:u}</span>
    ${t.map(h=>p`<span class="mark">${Qo(h,n,o)}</span>`)}
  </div>`}var er=14,k=class extends P{constructor(){super(...arguments);this.now=0;this.width=0;this.height=0;this.text=11;this.plain=!1;this.forecast=!0;this.at=null;this.said="";this.rows=[];this.onKey=n=>{let o=this.seen.end-this.seen.start,r=this.at??this.seen.end,s={ArrowLeft:()=>n.shiftKey?this.move({type:"pan",by:-o/4}):this.readNext(-1),ArrowRight:()=>n.shiftKey?this.move({type:"pan",by:o/4}):this.readNext(1),PageUp:()=>this.move({type:"pan",by:-o}),PageDown:()=>this.move({type:"pan",by:o}),Home:()=>this.readRow(this.rows[0]??null),End:()=>this.move({type:"now"}),"+":()=>this.move({type:"zoom",factor:.5,around:r}),"-":()=>this.move({type:"zoom",factor:2,around:r}),Escape:()=>this.readRow(null)}[n.key];s&&!n.ctrlKey&&!n.metaKey&&!n.altKey&&(n.preventDefault(),s())}}static{this.styles=[F,H,No]}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.listen()}disconnectedCallback(){super.disconnectedCallback(),this.unlisten?.()}firstUpdated(){this.listen()}listen(){if(this.plain)return;let n=()=>(this.seen.end-this.seen.start)/(this.frame.right-this.frame.left);this.unlisten=Vo(this.plot,{read:o=>{this.at=o===null?null:Ne(this.frame,o)},pan:o=>this.move({type:"pan",by:-o*n()}),zoom:(o,r)=>this.move({type:"zoom",factor:o,around:Ne(this.frame,r)})},()=>this.renderRoot instanceof ShadowRoot&&this.renderRoot.activeElement===this.plot)}move(n){this.dispatchEvent(new CustomEvent("move",{detail:n}))}willUpdate(n){if(n.has("seen")||n.has("curve")||n.has("width")||n.has("height")||n.has("person")){let{start:o,end:r}=this.seen;this.rows=Un(this.curve.rows,o,r);let i=this.plain?0:this.text;this.frame={left:i*2.9,right:this.width-(this.plain?2:6),top:this.plain?4:8,bottom:this.height-(this.plain?4:i*1.8),start:o,end:r,...lt(this.everyNumber(),this.person.limits)}}}*everyNumber(){yield*Zt(this.rows,this.seen.start,this.seen.end),this.forecast&&this.now<=this.seen.end&&(yield*this.person.forecast.map(([,n])=>n))}readNext(n){let o=Co(this.curve.rows,this.at,n);this.readRow(o);let{start:r,end:i}=this.seen;o&&(o[0]<r||o[0]>i)&&this.move({type:"pan",by:o[0]<r?o[0]-r:o[0]-i})}readRow(n){this.at=n?n[0]:null,this.said=n?nn({row:n},[],this.person,this.formats,this.now):""}get found(){return this.at===null?null:Oo(this.curve.rows,this.at,this.curve.gap,er*this.perPixel)}get perPixel(){return(this.frame.end-this.frame.start)/Math.max(this.frame.right-this.frame.left,1)}render(){return this.width<=0||this.height<=0?p`<div class="plot"></div>`:this.plain?p`<div class="plot" aria-hidden="true">${this.picture(null)}</div>`:this.readable()}readable(){let{person:n,formats:o,now:r,frame:i}=this,s=this.found,a=s&&"row"in s?Io(this.curve.marks,s.row[0],er*this.perPixel):[];return p`<div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription="curve"
        aria-label=${this.summary()}
        aria-describedby="help"
        @keydown=${this.onKey}
        @blur=${()=>{this.at=null}}
      >
        ${this.picture(s)}${s?tr(s,a,n,o,r,i):u}${this.rows.length===0?p`<span class="empty">${this.curve.loading?m.loadingCurve:m.noReadings}</span>`:u}
      </div>
      <span id="help" class="spoken">${m.curveHelp}</span>
      <span class="spoken" aria-live="polite">${this.said}</span>`}summary(){let{seen:n,formats:o,now:r,person:i}=this,s=m.curve(o.when(n.start,r),o.when(Math.min(n.end,r),r)),a=ne(this.rows,n.start,n.end);if(!a)return s;let[l,d]=[a.lowest,a.highest].map(c=>et(c,i.unit,o));return`${s}, ${m.between(l??"",d??"",i.unit)}`}picture(n){let{frame:o,person:r,curve:i,formats:s,rows:a,text:l,now:d}=this,{limits:c,unit:h}=r,b=!this.plain;return p`<svg width=${this.width} height=${this.height} style="font-size:${l}px" aria-hidden="true">
      <clipPath id="inside"><rect x=${o.left} y="0" width=${o.right-o.left} height=${this.height} /></clipPath>
      ${Lo(o,c)}${b?zo(o,c,h,s,l):u}
      <g clip-path="url(#inside)">
        ${jo(o,d)}${Uo(o,a,i.gap,c,l/3.4)}
        ${this.forecast?Yo(o,r,l/3.4):u}
        ${b?Bo(o,i.marks,s,o.bottom-9):u}
        ${n&&"row"in n?qo(o,n.row,c):u}
      </g>
      ${Wo(o,i.rows,c,l/2.2)}${b?Go(o,a,r,s,l):u}
    </svg>`}};f([v({attribute:!1})],k.prototype,"person",2),f([v({attribute:!1})],k.prototype,"curve",2),f([v({attribute:!1})],k.prototype,"seen",2),f([v({attribute:!1})],k.prototype,"formats",2),f([v({attribute:!1})],k.prototype,"now",2),f([v({attribute:!1})],k.prototype,"width",2),f([v({attribute:!1})],k.prototype,"height",2),f([v({attribute:!1})],k.prototype,"text",2),f([v({attribute:!1})],k.prototype,"plain",2),f([v({attribute:!1})],k.prototype,"forecast",2),f([_()],k.prototype,"at",2),f([_()],k.prototype,"said",2),f([at(".plot")],k.prototype,"plot",2);var pe=6e4,Di=20*pe;function wt(e,t){return e.reading!==null&&e.stale_at!==null&&t<e.stale_at}function Ht(e,t){return zn(e.state)&&!wt(e,t)?"no_readings":e.state}function on(e,t){return e.reading&&Math.max(Math.floor((t-e.reading.time)/pe),0)}function nr(e,t){let n=e.forecast.filter(([h])=>h>t),o=n.at(-1);if(!o||!wt(e,t))return null;let r=Math.min(t+Di,o[0]),i=n.findIndex(([h])=>h>=r),[s,a]=n[i]??o,[l,d]=n[i-1]??[s,a],c=s>l?(r-l)/(s-l):0;return{minutes:Math.round((r-t)/pe),glucose:d+(a-d)*c}}function or(e,t){return e.low_in===null||e.low_in<=0||!wt(e,t)?null:Math.max(Math.round((e.now+e.low_in*1e3-t)/pe),0)}function rr(e,t){let{silenced:n,until:o}=e.silence;return n&&(o===null||t<o)}var sr=6e4,rn=15,ir=2*Math.PI*rn;function ar({today:e},t){let n=Jt(e);if(!n)return u;let[o,r,i]=n,s=[o>0?m.below(t.number(o)):null,m.inRange(t.number(r)),i>0?m.above(t.number(i)):null].filter(a=>a!==null);return p`<div class="part range">
    <span class="words"><b>${m.today}</b> ${s.join(" · ")}</span>
    <span class="bar" aria-hidden="true"
      ><i class="low" style="flex-grow:${o}"></i><i class="in_range" style="flex-grow:${r}"></i
      ><i class="high" style="flex-grow:${i}"></i
    ></span>
  </div>`}function lr({sensor:e},t,n){if(!e)return u;let o=Ln(e,t),r=Math.max(Math.ceil((e.expires-t)/sr),0),i=t<e.warm,s=Le[e.state??"active"]??Le.active,a=i?m.ready(n.when(e.warm,t)):r>0?m.left(r):u,l=r<1440;return p`<div class="part sensor">
    <svg class="ring ${l?"high":"in_range"}" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r=${rn} />
      <circle class="left" cx="18" cy="18" r=${rn} stroke-dasharray="${o*ir} ${ir}" transform="rotate(-90 18 18)" />
    </svg>
    <span class="words"><b>${s}</b> ${a}<br /><small>${m.ends(n.when(e.expires,t))}</small></span>
  </div>`}function dr({nightscout:e},t){if(!e)return u;let n=e.problem?m.nightscoutProblem(t(e.problem)):e.waiting>0?m.waiting(e.waiting):m.nightscoutOk;return p`<div class="part nightscout ${e.problem?"problem":e.waiting>0?"":"well"}">
    <svg class="cloud" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.600a4 4 0 0 1-.5 7.900z" />
      <path d=${e.problem?"M12 11v3.200M12 16.400v.1":"m9.500 14 1.900 1.900 3.300-3.600"} />
    </svg>
    <span class="words">${n}</span>
  </div>`}function cr(e,t,n){if(e.told.length===0)return u;let o=[...e.told].sort((r,i)=>i.start-r.start);return p`<div class="part told">
    <b>${m.told}</b>
    <ul>
      ${o.map(r=>Li(r,e,t,n))}
    </ul>
  </div>`}function Li({state:e,start:t,end:n,extreme:o},r,i,s){let a=n===null?m.since(s.when(t,i)):`${m.span(s.when(t,i),s.time(n))}`,l=Math.max(Math.round(((n??i)-t)/sr),0),d=o===null?null:s.glucose(o,r.unit),c=d&&(e==="low"||e==="urgent_low"?m.lowest(d):m.highest(d));return p`<li class=${e}>
    <span class="what">${bt(e)}${j[e]}</span>
    <span>${c??u}</span>
    <span class="times">${a} <small>${m.duration(l)}</small></span>
  </li>`}function ur(e,t,n,o){let{acknowledge:r,snooze:i,alerting:s,until:a}=e.silence,l=rr(e,t);if(!l&&!(s&&(r||i)))return u;let d=(c,h)=>c?p`<button class="press" @click=${()=>o(c)}>${h}</button>`:u;return p`<div class="part silence">
    ${l?p`<span class="words">${a===null?m.silencedEpisode:m.silencedUntil(n.when(a,t))}</span>`:u}
    ${s&&!l?[d(r,m.acknowledge),d(i,m.snooze)]:u}
  </div>`}var pr=[tn,S`
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
      grid-template-columns: 1fr 1fr auto;
      gap: 8px;
      padding: 5px 0;
      border-top: 1px solid var(--lu-line);
      font-variant-numeric: tabular-nums;
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
      --value: min(24cqi, 23vh);
      font-size: clamp(14px, min(2.2cqi, 2.6vh), 40px);
    }
    .wall .head {
      padding: 0.3em 1em;
    }
    .wall .about {
      font-size: 1.5em;
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
      grid-column: auto / span 2;
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
      flex: 1 0 auto;
      margin: 0;
      border-radius: 0;
      padding: 0.3em 0.9em;
      align-content: center;
      max-width: 100%;
    }
    .compact .plot-box {
      flex: 1.5 1 0;
      margin: 0;
      min-height: 0;
    }
    @container (max-width: 300px) {
      .compact .plot-box {
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
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .head {
        transition: none;
      }
    }
  `];function he({person:e,formats:t}){let n=e.reading;return n?n.out_of_range?n.out_of_range===1?m.hi:m.lo:t.glucose(n.glucose,e.unit):m.noValue}function hr(e){return!e.trouble&&wt(e.person,e.now)}function mr({person:e,trouble:t,now:n,formats:o}){if(t)return B[t];if(wt(e,n))return null;let r=e.reading?m.noReadingSince(o.when(e.reading.time,n)):m.noReading;return e.state==="sensor_ended"?`${j.sensor_ended}. ${r}`:r}function gr(e){let{person:t,now:n,name:o}=e,r=t.reading,i=mr(e);if(i||!r)return`${o}: ${i??m.noReading}`;let s=r.out_of_range&&(r.out_of_range===1?m.hiLong:m.loLong),a=s?`${he(e)}, ${s}`:`${he(e)} ${t.unit}`,l=r.trend?`, ${jn[r.trend]}`:"",d=t.pressure?`, ${m.pressure}`:"";return`${o}: ${a}${l}, ${m.agoSpoken(on(t,n)??0)}, ${j[Ht(t,n)]}${d}`}function fr(e){let{person:t}=e,n=hr(e),o=t.reading?.trend;return p`<span class="number ${n?"":"old"}"
    ><span class="value">${n||!t.reading?he(e):p`<s>${he(e)}</s>`}</span
    >${n&&o?Jo(o):u}${t.reading&&!t.reading.out_of_range?p`<span class="unit">${t.unit}</span>`:u}</span
  >`}function yr(e){let{person:t,now:n,formats:o}=e,r=mr(e);if(r)return p`<span class="about"><span class="why">${r}</span></span>`;let i=Ht(t,n),s=t.change===null?u:p`<span class="change">${o.change(t.change,t.unit)}</span>`;return p`<span class="about">
    <span class="state">${bt(i)}${j[i]}</span>
    <span class="age">${m.ago(on(t,n)??0)}${s===u?u:p` · ${s}`}</span>
  </span>`}function br(e){let{person:t,now:n,formats:o}=e;if(!hr(e))return u;let r=t.reading?.out_of_range,i=e.forecast?nr(t,n):null,s=e.forecast?or(t,n):null,a=[r?r===1?m.hiLong:m.loLong:null,t.pressure?m.pressure:null,s===null?null:m.lowIn(s),i&&m.inMinutes(i.minutes,o.glucose(i.glucose,t.unit))].filter(l=>l!==null);return a.length===0?u:p`<span class="notes">${a.map(l=>p`<span>${l}</span>`)}</span>`}var Ui=new Set(["loading","not_found","unauthorized"]),A=class extends P{constructor(){super(...arguments);this.small=!1;this.layout="normal";this.past=!1;this.width=0;this.height=0;this.pressing=!1;this.failed=!1;this.controller=new pt(this);this.first=null;this.sizes=new ResizeObserver(([n])=>{n&&(this.width=Math.floor(n.contentRect.width),this.height=Math.floor(n.contentRect.height))});this.observed=null;this.onMove=({detail:n})=>{n.type==="now"?this.change({...this.window,end:null}):n.type==="pan"?this.change(Ao(this.window,n.by,this.bounds)):this.change(Ro(this.window,n.factor,n.around,this.bounds))};this.change=n=>{this.dispatchEvent(new CustomEvent("window",{detail:n}))};this.details=()=>{this.dispatchEvent(new CustomEvent("hass-more-info",{bubbles:!0,composed:!0,detail:{entityId:this.entityId}}))};this.press=async n=>{this.pressing=!0,this.failed=!1;try{await this.hass.callService("button","press",{entity_id:n})}catch{this.failed=!0}finally{this.pressing=!1}};this.explain=n=>this.hass.localize(`component.librelink_up.entity.binary_sensor.nightscout_problem.state_attributes.reason.state.${n}`)||n}static{this.styles=[F,H,pr]}disconnectedCallback(){super.disconnectedCallback(),this.sizes.disconnect(),this.observed=null}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.requestUpdate()}willUpdate(n){this.controller.follow(this.hass,this.entityId),n.has("entityId")&&(this.first=null)}updated(){this.box!==this.observed&&(this.sizes.disconnect(),this.observed=this.box,this.box&&(this.sizes.observe(this.box),this.width=this.box.clientWidth,this.height=this.box.clientHeight))}get known(){let{person:n,trouble:o}=this.controller;return n?(this.last={entityId:this.entityId,person:n},n):this.last?.entityId===this.entityId&&o&&!Ui.has(o)?this.last?.person:void 0}shows(n){return this.settings.shown.has(n)}render(){let n=this.known,{trouble:o,now:r}=this.controller;if(!n)return p`<div class="nothing" role="status">${B[o??"loading"]}</div>`;let i={person:n,trouble:o,now:r||n.now,formats:this.formats,name:this.settings.entities.length===1?this.settings.name??n.name:n.name,forecast:this.shows("forecast")};return p`<div class="body ${this.layout}">${this.layout==="compact"?this.compact(i):this.whole(i)}</div>`}compact(n){return p`${this.head(n)}${this.shows("curve")?this.curve(n,!0):u}`}whole(n){let{person:o,now:r,formats:i}=n;return p`
      ${this.past?u:this.head(n)}${this.shows("buttons")?this.silence(n):u}
      ${this.shows("curve")?[this.curve(n,!1),this.small?u:this.span()]:u}
      <div class="around">
        ${this.shows("range")?ar(o,i):u}
        ${this.shows("sensor")?lr(o,r,i):u}
        ${this.shows("nightscout")?dr(o,this.explain):u}
        ${this.shows("told")&&!this.small?cr(o,r,i):u}
      </div>
    `}head(n){let o=n.trouble?"no_readings":Ht(n.person,n.now);return p`<button class="head ${o}" aria-label="${gr(n)}. ${m.details}" @click=${this.details}>
        <span class="name">${n.name}</span>${fr(n)}${yr(n)}${br(n)}
      </button>
      <span class="spoken" role="status">${n.name}: ${n.trouble?B[n.trouble]:o}</span>`}get bounds(){return{now:this.controller.now,first:this.first,forecast:this.shows("forecast")}}curve(n,o){let r=o?Q(this.settings.hours):this.window,i=de(r,{...this.bounds,now:n.now}),s=this.width>0?this.controller.curve(i.start,i.end,this.width):null;return this.first=s?.first??this.first,p`<div class="plot-box">
      ${s&&p`<librelink-up-curve
          .person=${n.person}
          .curve=${s}
          .seen=${i}
          .formats=${this.formats}
          .now=${n.now}
          .width=${this.width}
          .height=${this.height}
          .text=${this.layout==="wall"?Math.min(Math.max(this.width/55,14),30):11}
          .forecast=${this.shows("forecast")&&!n.trouble}
          .plain=${o}
          @move=${this.onMove}
        ></librelink-up-curve>`}
    </div>`}span(){return ce(this.window,this.change)}silence({person:n,now:o,formats:r}){return p`<div class="silence-box" ?inert=${this.pressing}>
      ${ur(n,o,r,this.press)}${this.failed?p`<span role="alert" class="failed">${m.failed}</span>`:u}
    </div>`}};f([v({attribute:!1})],A.prototype,"hass",2),f([v({attribute:!1})],A.prototype,"entityId",2),f([v({attribute:!1})],A.prototype,"settings",2),f([v({attribute:!1})],A.prototype,"formats",2),f([v({attribute:!1})],A.prototype,"window",2),f([v({type:Boolean,reflect:!0})],A.prototype,"small",2),f([v({reflect:!0})],A.prototype,"layout",2),f([v({type:Boolean})],A.prototype,"past",2),f([_()],A.prototype,"width",2),f([_()],A.prototype,"height",2),f([_()],A.prototype,"pressing",2),f([_()],A.prototype,"failed",2),f([at(".plot-box")],A.prototype,"box",2);var wr={[U]:yt,"librelink-up-curve":k,"librelink-up-person":A};mn({...wr,..._o});xt("customCards",pn);xt("customCards",To);xt("customCards",So);xt("customStrategies",hn);
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
