var Er=Object.defineProperty;var kr=Object.getOwnPropertyDescriptor;var f=(e,t,n,o)=>{for(var r=o>1?void 0:o?kr(t,n):t,i=e.length-1,s;i>=0;i--)(s=e[i])&&(r=(o?s(t,n,r):s(r))||r);return o&&r&&Er(t,n,r),r};var Ut=["normal","compact","wall"],F=[1,3,6,12,24],rt=["curve","forecast","range","sensor","nightscout","told","buttons"],G="librelink-up-card";function Gt(e){let t=e.entities??[],n=[...e.entity?[e.entity]:[],...Array.isArray(t)?t:[t]];if(n.length===0||!n.every(s=>typeof s=="string"))throw new Error("Choose the Glucose entity of a person (entity), or of several (entities).");let o=F.find(s=>s===Number(e.hours??3));if(!o)throw new Error(`hours is one of ${F.join(", ")}.`);let r=e.layout??"normal";if(!Ut.includes(r))throw new Error(`layout is one of ${Ut.join(", ")}.`);let i=new Set(e.hide??[]);return{entities:[...new Set(n)],name:e.name||null,hours:o,layout:r,shown:new Set(rt.filter(s=>!i.has(s)))}}var W={card:"LibreLink Up",cardHelp:"Glucose of the people you follow: the value, its trend, and a curve that can be read off.",dashboardHelp:"Everybody you follow: now, the last days, and a report for the clinic. Nothing to fill in.",withoutCurve:"Compact",notForTheForm:"This can only be changed as text: something in it is not what the form knows."},vt={entity:"Person",entities:"More people in the same card",name:"Title",hours:"Hours shown at first",layout:"Look",hide:"Leave out"},sn={entity:"The entity called Glucose of the person.",entities:"Each gets a small curve of their own, all over the same time.",name:"Leave empty for the person's own name.",hours:"Everything else that is recorded can be reached on the card itself.",layout:"Compact is the value alone. Wall is for a screen that is read from across the room.",hide:"The value, its age and its trend are always there."},an={normal:"Normal",compact:"Compact",wall:"Wall"},ln={curve:"Curve",forecast:"Forecast",range:"Time in range today",sensor:"Life of the sensor",nightscout:"Nightscout",told:"What was told today",buttons:"Acknowledge and snooze"},dn=e=>e===1?"1 hour":`${e} hours`;var cn=`custom:${G}`;function un(e,t){let n=e.entities[t];return n?.platform==="librelink_up"&&n.translation_key==="glucose"}function Wt(e){let[t]=Object.keys(e.entities).filter(n=>un(e,n)).sort();return{entity:t??""}}function Ar(e,t){return un(e,t)?[{config:{type:cn,entity:t}},{label:W.withoutCurve,config:{type:cn,entity:t,layout:"compact"}}]:null}var pn={type:G,name:W.card,description:W.cardHelp,preview:!0,getEntitySuggestion:Ar},hn={type:"librelink-up",strategyType:"dashboard",name:W.card,description:W.dashboardHelp};function z(){return Date.now()}function Yt(e,t){let n=setTimeout(e,t);return()=>clearTimeout(n)}var Rr=5,jt=class{constructor(){this.ahead=[]}heard(t){this.ahead=[...this.ahead.slice(1-Rr),t-z()]}get now(){return z()+(this.ahead.length?Math.max(...this.ahead):0)}};var Mr=[1e3,3e3,1e4];function mn(e){let t=window.customElements;fe(e),t.whenDefined("home-assistant").then(()=>fe(e));for(let n of Mr)Yt(()=>fe(e),n)}function fe(e){for(let[t,n]of Object.entries(e))window.customElements.get(t)||window.customElements.define(t,n)}function xt(e,t){let n=window;n[e]??=[];let o=n[e];o.some(({type:r})=>r===t.type)||o.push(t)}var $t="librelink-up-days-card",_t="librelink-up-report-card",ye=[14,30,90];function gn(e){if(typeof e.entity!="string"||!e.entity)throw new Error("Choose the Glucose entity of a person (entity).");return e.entity}var Bt={urgent_low:54,low:70,high:180,urgent_high:250};function fn(e){let{below_54:t,below_70:n,in_range:o,above_180:r,above_250:i}=e;return t===null||n===null||o===null||r===null||i===null?null:[["urgent_high",i],["high",r-i],["in_range",o],["low",n-t],["urgent_low",t]]}var g={now:"Now",days:"Days",report:"Report",alerts:"Alerts",sensor:"Sensor",nightscout:"Nightscout",tiles:{acknowledge:"Acknowledge",snooze:"Snooze",silenced:"Silenced",signal_lost:"Signal lost",sensor_state:"State",sensor_expires:"Expires",nightscout_problem:"Problem",nightscout_waiting:"Waiting"},nobody:"Nobody is followed yet",nobodyToAdd:"Add your LibreLinkUp account and choose whom to follow. They appear here by themselves.",nobodyToSee:"As soon as somebody is followed whom you may see, they appear here.",addPeople:"Add people",daysCard:"The last 14 days as small curves, each with its time in range",reportCard:"The report for the clinic: figures, the profile of the day, and the pages to download",today:"Today",targetRange:(e,t,n)=>`In range is ${e} – ${t} ${n}`,dayBefore:"The day before",dayAfter:"The day after",close:"Close",span:"Days of the report",lastDays:e=>`${e} days`,mean:"Mean glucose",gmi:"GMI",cv:"Variability (CV)",sd:"Standard deviation",a1c:"Estimated A1c",gri:"Risk index (GRI)",tight:(e,t)=>`From ${e} to ${t}`,measured:"Time with readings",states:{urgent_high:"Very high",high:"High",in_range:"In range",low:"Low",urgent_low:"Very low"},ranges:"Time in ranges on an average day",over:e=>`over ${e}`,under:e=>`under ${e}`,profile:"Profile of the day",profileHelp:"Line: the median. Dark area: half of the days. Light area: nine days of ten.",profileSpoken:(e,t,n,o)=>`The median goes from ${e} at ${t} to ${n} at ${o}`,episodes:"Episodes of 15 minutes and more",lows:"Low",highs:"High",episodesOf:(e,t,n)=>e?`${e}${t?`, of these ${t} very ${n}`:""}`:"none",each:e=>`${e} each`,needsDays:e=>`GMI, GRI and the profile need 14 days; these are ${e}.`,needsShare:(e,t)=>`GMI, GRI and the profile need readings for 70 % of these ${e} days; there are for ${t} %.`,noReadings:"There are no readings of these days.",named:"With the name",files:{pdf:["PDF","Download PDF"],png:["Picture","Download picture"],csv:["CSV","Download the readings as CSV"],json:["JSON","Download the readings as JSON, for Nightscout"]}};var qt=globalThis,Vt=qt.ShadowRoot&&(qt.ShadyCSS===void 0||qt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,be=Symbol(),yn=new WeakMap,St=class{constructor(t,n,o){if(this._$cssResult$=!0,o!==be)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=n}get styleSheet(){let t=this.o,n=this.t;if(Vt&&t===void 0){let o=n!==void 0&&n.length===1;o&&(t=yn.get(n)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),o&&yn.set(n,t))}return t}toString(){return this.cssText}},bn=e=>new St(typeof e=="string"?e:e+"",void 0,be),E=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((o,r,i)=>o+(s=>{if(s._$cssResult$===!0)return s.cssText;if(typeof s=="number")return s;throw Error("Value passed to 'css' function must be a 'css' function result: "+s+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+e[i+1],e[0]);return new St(n,e,be)},wn=(e,t)=>{if(Vt)e.adoptedStyleSheets=t.map(n=>n instanceof CSSStyleSheet?n:n.styleSheet);else for(let n of t){let o=document.createElement("style"),r=qt.litNonce;r!==void 0&&o.setAttribute("nonce",r),o.textContent=n.cssText,e.appendChild(o)}},we=Vt?e=>e:e=>e instanceof CSSStyleSheet?(t=>{let n="";for(let o of t.cssRules)n+=o.cssText;return bn(n)})(e):e;var{is:Pr,defineProperty:Or,getOwnPropertyDescriptor:Cr,getOwnPropertyNames:Ir,getOwnPropertySymbols:Nr,getPrototypeOf:Fr}=Object,Kt=globalThis,vn=Kt.trustedTypes,Hr=vn?vn.emptyScript:"",Dr=Kt.reactiveElementPolyfillSupport,Tt=(e,t)=>e,Et={toAttribute(e,t){switch(t){case Boolean:e=e?Hr:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},Xt=(e,t)=>!Pr(e,t),xn={attribute:!0,type:String,converter:Et,reflect:!1,useDefault:!1,hasChanged:Xt};Symbol.metadata??=Symbol("metadata"),Kt.litPropertyMetadata??=new WeakMap;var U=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,n=xn){if(n.state&&(n.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((n=Object.create(n)).wrapped=!0),this.elementProperties.set(t,n),!n.noAccessor){let o=Symbol(),r=this.getPropertyDescriptor(t,o,n);r!==void 0&&Or(this.prototype,t,r)}}static getPropertyDescriptor(t,n,o){let{get:r,set:i}=Cr(this.prototype,t)??{get(){return this[n]},set(s){this[n]=s}};return{get:r,set(s){let a=r?.call(this);i?.call(this,s),this.requestUpdate(t,a,o)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??xn}static _$Ei(){if(this.hasOwnProperty(Tt("elementProperties")))return;let t=Fr(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(Tt("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Tt("properties"))){let n=this.properties,o=[...Ir(n),...Nr(n)];for(let r of o)this.createProperty(r,n[r])}let t=this[Symbol.metadata];if(t!==null){let n=litPropertyMetadata.get(t);if(n!==void 0)for(let[o,r]of n)this.elementProperties.set(o,r)}this._$Eh=new Map;for(let[n,o]of this.elementProperties){let r=this._$Eu(n,o);r!==void 0&&this._$Eh.set(r,n)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let n=[];if(Array.isArray(t)){let o=new Set(t.flat(1/0).reverse());for(let r of o)n.unshift(we(r))}else t!==void 0&&n.push(we(t));return n}static _$Eu(t,n){let o=n.attribute;return o===!1?void 0:typeof o=="string"?o:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,n=this.constructor.elementProperties;for(let o of n.keys())this.hasOwnProperty(o)&&(t.set(o,this[o]),delete this[o]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return wn(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,n,o){this._$AK(t,o)}_$ET(t,n){let o=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,o);if(r!==void 0&&o.reflect===!0){let i=(o.converter?.toAttribute!==void 0?o.converter:Et).toAttribute(n,o.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,n){let o=this.constructor,r=o._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=o.getPropertyOptions(r),s=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:Et;this._$Em=r;let a=s.fromAttribute(n,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,n,o,r=!1,i){if(t!==void 0){let s=this.constructor;if(r===!1&&(i=this[t]),o??=s.getPropertyOptions(t),!((o.hasChanged??Xt)(i,n)||o.useDefault&&o.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,o))))return;this.C(t,n,o)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,n,{useDefault:o,reflect:r,wrapped:i},s){o&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??n??this[t]),i!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||o||(n=void 0),this._$AL.set(t,n)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(n){Promise.reject(n)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let o=this.constructor.elementProperties;if(o.size>0)for(let[r,i]of o){let{wrapped:s}=i,a=this[r];s!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let t=!1,n=this._$AL;try{t=this.shouldUpdate(n),t?(this.willUpdate(n),this._$EO?.forEach(o=>o.hostUpdate?.()),this.update(n)):this._$EM()}catch(o){throw t=!1,this._$EM(),o}t&&this._$AE(n)}willUpdate(t){}_$AE(t){this._$EO?.forEach(n=>n.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(n=>this._$ET(n,this[n])),this._$EM()}updated(t){}firstUpdated(t){}};U.elementStyles=[],U.shadowRootOptions={mode:"open"},U[Tt("elementProperties")]=new Map,U[Tt("finalized")]=new Map,Dr?.({ReactiveElement:U}),(Kt.reactiveElementVersions??=[]).push("2.1.2");var Ee=globalThis,$n=e=>e,Jt=Ee.trustedTypes,_n=Jt?Jt.createPolicy("lit-html",{createHTML:e=>e}):void 0,Rn="$lit$",j=`lit$${Math.random().toFixed(9).slice(2)}$`,Mn="?"+j,Lr=`<${Mn}>`,K=document,At=()=>K.createComment(""),Rt=e=>e===null||typeof e!="object"&&typeof e!="function",ke=Array.isArray,zr=e=>ke(e)||typeof e?.[Symbol.iterator]=="function",ve=`[ 	
\f\r]`,kt=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Sn=/-->/g,Tn=/>/g,q=RegExp(`>|${ve}(?:([^\\s"'>=/]+)(${ve}*=${ve}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),En=/'/g,kn=/"/g,Pn=/^(?:script|style|textarea|title)$/i,Ae=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),u=Ae(1),w=Ae(2),us=Ae(3),X=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),An=new WeakMap,V=K.createTreeWalker(K,129);function On(e,t){if(!ke(e)||!e.hasOwnProperty("raw"))throw Error("invalid template strings array");return _n!==void 0?_n.createHTML(t):t}var Ur=(e,t)=>{let n=e.length-1,o=[],r,i=t===2?"<svg>":t===3?"<math>":"",s=kt;for(let a=0;a<n;a++){let l=e[a],d,c,m=-1,b=0;for(;b<l.length&&(s.lastIndex=b,c=s.exec(l),c!==null);)b=s.lastIndex,s===kt?c[1]==="!--"?s=Sn:c[1]!==void 0?s=Tn:c[2]!==void 0?(Pn.test(c[2])&&(r=RegExp("</"+c[2],"g")),s=q):c[3]!==void 0&&(s=q):s===q?c[0]===">"?(s=r??kt,m=-1):c[1]===void 0?m=-2:(m=s.lastIndex-c[2].length,d=c[1],s=c[3]===void 0?q:c[3]==='"'?kn:En):s===kn||s===En?s=q:s===Sn||s===Tn?s=kt:(s=q,r=void 0);let $=s===q&&e[a+1].startsWith("/>")?" ":"";i+=s===kt?l+Lr:m>=0?(o.push(d),l.slice(0,m)+Rn+l.slice(m)+j+$):l+j+(m===-2?a:$)}return[On(e,i+(e[n]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),o]},Mt=class e{constructor({strings:t,_$litType$:n},o){let r;this.parts=[];let i=0,s=0,a=t.length-1,l=this.parts,[d,c]=Ur(t,n);if(this.el=e.createElement(d,o),V.currentNode=this.el.content,n===2||n===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=V.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(Rn)){let b=c[s++],$=r.getAttribute(m).split(j),T=/([.?@])?(.*)/.exec(b);l.push({type:1,index:i,name:T[2],strings:$,ctor:T[1]==="."?$e:T[1]==="?"?_e:T[1]==="@"?Se:st}),r.removeAttribute(m)}else m.startsWith(j)&&(l.push({type:6,index:i}),r.removeAttribute(m));if(Pn.test(r.tagName)){let m=r.textContent.split(j),b=m.length-1;if(b>0){r.textContent=Jt?Jt.emptyScript:"";for(let $=0;$<b;$++)r.append(m[$],At()),V.nextNode(),l.push({type:2,index:++i});r.append(m[b],At())}}}else if(r.nodeType===8)if(r.data===Mn)l.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(j,m+1))!==-1;)l.push({type:7,index:i}),m+=j.length-1}i++}}static createElement(t,n){let o=K.createElement("template");return o.innerHTML=t,o}};function it(e,t,n=e,o){if(t===X)return t;let r=o!==void 0?n._$Co?.[o]:n._$Cl,i=Rt(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(e),r._$AT(e,n,o)),o!==void 0?(n._$Co??=[])[o]=r:n._$Cl=r),r!==void 0&&(t=it(e,r._$AS(e,t.values),r,o)),t}var xe=class{constructor(t,n){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=n}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:n},parts:o}=this._$AD,r=(t?.creationScope??K).importNode(n,!0);V.currentNode=r;let i=V.nextNode(),s=0,a=0,l=o[0];for(;l!==void 0;){if(s===l.index){let d;l.type===2?d=new Pt(i,i.nextSibling,this,t):l.type===1?d=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(d=new Te(i,this,t)),this._$AV.push(d),l=o[++a]}s!==l?.index&&(i=V.nextNode(),s++)}return V.currentNode=K,r}p(t){let n=0;for(let o of this._$AV)o!==void 0&&(o.strings!==void 0?(o._$AI(t,o,n),n+=o.strings.length-2):o._$AI(t[n])),n++}},Pt=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,n,o,r){this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=t,this._$AB=n,this._$AM=o,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,n=this._$AM;return n!==void 0&&t?.nodeType===11&&(t=n.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,n=this){t=it(this,t,n),Rt(t)?t===p||t==null||t===""?(this._$AH!==p&&this._$AR(),this._$AH=p):t!==this._$AH&&t!==X&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):zr(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==p&&Rt(this._$AH)?this._$AA.nextSibling.data=t:this.T(K.createTextNode(t)),this._$AH=t}$(t){let{values:n,_$litType$:o}=t,r=typeof o=="number"?this._$AC(t):(o.el===void 0&&(o.el=Mt.createElement(On(o.h,o.h[0]),this.options)),o);if(this._$AH?._$AD===r)this._$AH.p(n);else{let i=new xe(r,this),s=i.u(this.options);i.p(n),this.T(s),this._$AH=i}}_$AC(t){let n=An.get(t.strings);return n===void 0&&An.set(t.strings,n=new Mt(t)),n}k(t){ke(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,o,r=0;for(let i of t)r===n.length?n.push(o=new e(this.O(At()),this.O(At()),this,this.options)):o=n[r],o._$AI(i),r++;r<n.length&&(this._$AR(o&&o._$AB.nextSibling,r),n.length=r)}_$AR(t=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);t!==this._$AB;){let o=$n(t).nextSibling;$n(t).remove(),t=o}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},st=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,n,o,r,i){this.type=1,this._$AH=p,this._$AN=void 0,this.element=t,this.name=n,this._$AM=r,this.options=i,o.length>2||o[0]!==""||o[1]!==""?(this._$AH=Array(o.length-1).fill(new String),this.strings=o):this._$AH=p}_$AI(t,n=this,o,r){let i=this.strings,s=!1;if(i===void 0)t=it(this,t,n,0),s=!Rt(t)||t!==this._$AH&&t!==X,s&&(this._$AH=t);else{let a=t,l,d;for(t=i[0],l=0;l<i.length-1;l++)d=it(this,a[o+l],n,l),d===X&&(d=this._$AH[l]),s||=!Rt(d)||d!==this._$AH[l],d===p?t=p:t!==p&&(t+=(d??"")+i[l+1]),this._$AH[l]=d}s&&!r&&this.j(t)}j(t){t===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},$e=class extends st{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===p?void 0:t}},_e=class extends st{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==p)}},Se=class extends st{constructor(t,n,o,r,i){super(t,n,o,r,i),this.type=5}_$AI(t,n=this){if((t=it(this,t,n,0)??p)===X)return;let o=this._$AH,r=t===p&&o!==p||t.capture!==o.capture||t.once!==o.once||t.passive!==o.passive,i=t!==p&&(o===p||r);r&&this.element.removeEventListener(this.name,this,o),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},Te=class{constructor(t,n,o){this.element=t,this.type=6,this._$AN=void 0,this._$AM=n,this.options=o}get _$AU(){return this._$AM._$AU}_$AI(t){it(this,t)}};var Gr=Ee.litHtmlPolyfillSupport;Gr?.(Mt,Pt),(Ee.litHtmlVersions??=[]).push("3.3.3");var Cn=(e,t,n)=>{let o=n?.renderBefore??t,r=o._$litPart$;if(r===void 0){let i=n?.renderBefore??null;o._$litPart$=r=new Pt(t.insertBefore(At(),i),i,void 0,n??{})}return r._$AI(e),r};var Re=globalThis,M=class extends U{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let n=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Cn(n,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return X}};M._$litElement$=!0,M.finalized=!0,Re.litElementHydrateSupport?.({LitElement:M});var Wr=Re.litElementPolyfillSupport;Wr?.({LitElement:M});(Re.litElementVersions??=[]).push("4.2.2");var jr={attribute:!0,type:String,converter:Et,reflect:!1,hasChanged:Xt},Yr=(e=jr,t,n)=>{let{kind:o,metadata:r}=n,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),o==="setter"&&((e=Object.create(e)).wrapped=!0),i.set(n.name,e),o==="accessor"){let{name:s}=n;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(s,l,e,!0,a)},init(a){return a!==void 0&&this.C(s,void 0,e,a),a}}}if(o==="setter"){let{name:s}=n;return function(a){let l=this[s];t.call(this,a),this.requestUpdate(s,l,e,!0,a)}}throw Error("Unsupported decorator location: "+o)};function v(e){return(t,n)=>typeof n=="object"?Yr(e,t,n):((o,r,i)=>{let s=r.hasOwnProperty(i);return r.constructor.createProperty(i,o),s?Object.getOwnPropertyDescriptor(r,i):void 0})(e,t,n)}function _(e){return v({...e,state:!0,attribute:!1})}var J=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(e,t,n),n);function at(e,t){return(n,o,r)=>{let i=s=>s.renderRoot?.querySelector(e)??null;if(t){let{get:s,set:a}=typeof o=="object"?n:r??(()=>{let l=Symbol();return{get(){return this[l]},set(d){this[l]=d}}})();return J(n,o,{get(){let l=s.call(this);return l===void 0&&(l=i(this),(l!==null||this.hasUpdated)&&a.call(this,l)),l}})}return J(n,o,{get(){return i(this)}})}}function In(e,t,n,o,r){return e.connection.sendMessagePromise({type:"librelink_up/readings",entity_id:t,start:n,end:o,width:r})}function Nn(e,t,n,o){return e.connection.sendMessagePromise({type:"librelink_up/days",entity_id:t,days:n,width:o})}function Me(e,t,n,o){return e.connection.sendMessagePromise({type:"librelink_up/report",entity_id:t,days:n,named:o})}function Fn(e,t,n){return e.connection.subscribeMessage(n,{type:"librelink_up/subscribe",entity_id:t},{resubscribe:!1})}function Zt({below:e,in_range:t,above:n}){if(e===null||t===null||n===null)return null;let o=[e,t,n],r=o.map(Math.floor),i=[0,1,2].sort((a,l)=>Dn(o[l])-Dn(o[a])),s=Math.round(100-r[0]-r[1]-r[2]);for(let a of i.slice(0,Math.max(s,0)))r[a]+=1;return r}function Dn(e){return(e??0)%1}function Ln(e,t){let n=e.expires-e.started;return n>0?Math.min(Math.max((e.expires-t)/n,0),1):0}var Pe=["urgent_low","low","in_range","high","urgent_high"];function Oe(e,t){return t==="mg/dL"?Math.floor(e+.5):Math.floor(e*10/18+.5)/10}function Ce(e){return e==="mg/dL"?0:1}function Br(e,t,n){return t?t===2?"urgent_low":"urgent_high":e<n.low?e<n.urgent_low?"urgent_low":"low":e>n.high?e>n.urgent_high?"urgent_high":"high":"in_range"}function C(e,t){return Br(e[1],e[3],t)}function zn(e){return Pe.includes(e)}function P(e,t){return e.left+(t-e.start)/(e.end-e.start)*(e.right-e.left)}function S(e,t){let n=(t-e.lowest)/(e.highest-e.lowest);return e.bottom-n*(e.bottom-e.top)}function Ie(e,t){return e.start+(t-e.left)/(e.right-e.left)*(e.end-e.start)}function lt(e,t){let n=Math.min(40,t.urgent_low),o=Math.max(260,t.high+50);for(let r of e)r<n+14&&(n=Math.min(n,r-14)),r>o-8&&(o=Math.ceil((r+8)/50)*50);return{lowest:n,highest:o}}function*Qt(e,t,n){for(let[o,r,,i]of e)!i&&o>=t&&o<=n&&(yield r)}var Ne=["history","scan","measured"];function x(e){return Math.round(e*10)/10}function dt(e,t){let[n,o,,r]=t,i=r?r===1?e.top:e.bottom:S(e,o);return[x(P(e,n)),x(i)]}function Un(e,t,n){let o=Ot(e,t),r=Ot(e,n);return e.slice(Math.max(o-1,0),r+1)}function Ot(e,t){let n=0,o=e.length;for(;n<o;){let r=n+o>>1;e[r][0]<t?n=r+1:o=r}return n}function Fe(e,t,n){return t[4]===1||t[0]-e[0]>n}function qr(e,t,n){return!Fe(e,t,n)&&!(e[3]&&t[3])}function ee(e,t,n){let o="",r;for(let i of e){let[s,a]=dt(n,i);o+=`${r&&qr(r,i,t)?"L":"M"}${s} ${a}`,r=i}return o}var Gn=2.6,Vr=1.5;function Kr(e,t,n){return e[3]||t!=="in_range"&&n>=Gn?"triangle":"disc"}function Xr(e,[t,n],o,r){let i=e[3]?Math.max(r,Gn):r,s=o==="high"||o==="urgent_high"?1:-1,a=x(i*1.2),l=x(i*2.1*s),d=e[3]?n:x(n-l/2);return`M${t} ${d}l${a} ${l}h${-2*a}z`}function Wn(e,t,n,o){let r=new Map;for(let i of e){let s=dt(n,i),a=C(i,t),l=ne(i),d=o[l],c=Kr(i,a,d),m=l+a+c,b=r.get(m)??{state:a,origin:l,shape:c,path:""};b.path+=c==="disc"?`M${s[0]} ${s[1]}h0`:Xr(i,s,a,d),r.set(m,b)}return[...r.values()].sort((i,s)=>Ne.indexOf(i.origin)-Ne.indexOf(s.origin))}function ne(e){return Ne[e[2]]}function jn(e,t,n,o){let r=i=>{let s=0,a=0,l;for(let d of e)ne(d)===i&&(l&&d[0]-l[0]<=t&&(s+=1,a+=d[0]-l[0]),l=d);return s>0?Math.min(Math.max(a/s/n*.42,Vr),o):o};return{history:r("history"),measured:r("measured"),scan:o}}function oe(e,t,n){let o=null,r=null;for(let i of e)i[0]<t||i[0]>n||((!o||te(i)<te(o))&&(o=i),(!r||te(i)>te(r))&&(r=i));return o&&r&&{lowest:o,highest:r}}function te([,e,,t]){return t?t===1?Number.POSITIVE_INFINITY:Number.NEGATIVE_INFINITY:e}var H={urgent_low:"Urgent low",low:"Low",in_range:"In range",high:"High",urgent_high:"Urgent high",no_readings:"No readings",sensor_ended:"Sensor ended",unknown:"Unknown"},Yn={falling_quickly:"falling quickly",falling:"falling",steady:"steady",rising:"rising",rising_quickly:"rising quickly"},B={loading:"Loading …",disconnected:"Connection to Home Assistant lost",not_installed:"LibreLink Up is not set up in this Home Assistant",not_found:"There is no such Glucose entity",not_loaded:"LibreLink Up is not running: see Settings, Devices & services",unauthorized:"You may not see this person",journal_unreadable:"The recorded readings cannot be read",failed:"Something went wrong: Home Assistant's log may say what"},Bn={rapid_insulin:"rapid-acting insulin",long_insulin:"long-acting insulin",carbs:"carbohydrates",finger_stick:"finger stick",ketone:"ketones",note:"note"},qn={none:"No sensor",warming_up:"Sensor warms up",no_recent_data:"Sensor: no recent data",expired:"Sensor expired"},He=(e,t,n)=>`${e} ${e===1?t:n}`;function De(e){if(e<60)return`${e} min`;if(e<2880){let t=e%60;return`${Math.floor(e/60)} h${t?` ${t} min`:""}`}return`${Math.floor(e/1440)} days`}var h={hi:"HI",lo:"LO",hiLong:"Above what the sensor can measure",loLong:"Below what the sensor can measure",noValue:"–",noReading:"No reading yet",pressure:"May be pressure on the sensor",now:"Now",backToNow:"Back to now",history:"history",scan:"scan",forecast:"forecast",sensor:"Sensor",newSensor:"New sensor",today:"Today",told:"Today's alerts",nothingTold:"Nothing was told today",acknowledge:"Acknowledge",snooze:"Snooze",silencedEpisode:"Silenced until this is over",nightscoutOk:"Nightscout is up to date",loadingCurve:"Loading …",noReadings:"No readings",done:"Done",failed:"That did not work",duration:De,ago:e=>e<1?"now":`${De(e)} ago`,agoSpoken:e=>e<1?"now":`${He(e,"minute","minutes")} ago`,noReadingSince:e=>`No reading since ${e}`,inMinutes:(e,t)=>`in ${e} min: ${t}`,lowIn:e=>`low in about ${e} min`,since:e=>`since ${e}`,span:(e,t)=>`${e} – ${t}`,lowest:"lowest",highest:"highest",hours:e=>`${e} h`,hoursLong:e=>He(e,"hour","hours"),spanOfCurve:"Hours shown",curve:(e,t)=>`Glucose from ${e} to ${t}`,between:(e,t,n)=>`between ${e} and ${t} ${n}`,curveHelp:"Left and right arrow keys read values, plus and minus change the span, End returns to now",reading:(e,t,n)=>`${e} ${t}, ${n}`,holeBetween:(e,t)=>`No readings ${e} – ${t}`,inRange:e=>`${e} % in range`,below:e=>`${e} % low`,above:e=>`${e} % high`,measured:e=>`readings for ${e} % of the time`,ends:e=>`until ${e}`,left:e=>`${De(e<360?e:Math.floor(e/60)*60)} left`,ready:e=>`ready at ${e}`,waiting:e=>`${He(e,"reading waits","readings wait")} for Nightscout`,nightscoutProblem:e=>`Nightscout: ${e}`,silencedUntil:e=>`Silenced until ${e}`,amount:(e,t)=>e==="carbs"?`${t} g`:e==="ketone"?`${t} mmol/L`:`${t} U`,details:"Open details"};var Vn=E`
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
`,Kn=E`
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
  .head small {
    display: block;
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
`;function Jn(e,t){return Math.min(7,Math.max(0,Math.floor(Math.log2(e/Math.max(1,t)/12e4))))}function Ct(e){return 256*12e4*2**e}function Zn({start:e,end:t,level:n}){return(t-e)/Ct(n)*256}function Qn(e,t){let n=[];for(let{start:o,end:r}of e){let i=n.at(-1);i&&i.end===o&&r-i.start<=8*Ct(t)?i.end=r:n.push({start:o,end:r,level:t})}return n.reverse()}var Le=(e,t)=>`${e} ${t}`,Z=(e,{start:t,end:n})=>t<=e&&e<n,Xn=(e,t)=>e.start<t.end&&t.start<e.end;function Jr(e,t){let n=e.at(-1),o=t[0];return o?!n||n[0]<o[0]?[...e,...t]:[...new Map([...e,...t].map(i=>[i[0],i])).values()].sort((i,s)=>i[0]-s[0]):e}var It=class{constructor(){this.tiles=new Map;this.looks=0}get size(){return[...this.tiles.values()].reduce((t,n)=>t+n.rows.length,0)}missing(t,n,o){return this.spans(t,n,o).filter(({start:r})=>this.tiles.get(Le(o,r))?.stale??!0)}put(t,n,o,r){let{level:i}=t;for(let s=t.start;s<t.end;s+=Ct(i)){let a={start:s,end:s+Ct(i)};this.tiles.set(Le(i,s),{...a,level:i,rows:n.filter(([l])=>Z(l,a)),marks:o.filter(({time:l})=>Z(l,a)),stale:r,lookedAt:++this.looks})}this.letGo()}add(t){for(let n of this.tiles.values())n.rows=Jr(n.rows,t.filter(([o])=>Z(o,n)))}changed(t){for(let n of this.tiles.values())n.stale||=Xn(n,t)}known(t,n,o){let r=[],i=[];for(let a of this.spans(t,n,o)){let l=this.tiles.get(Le(o,a.start)),d=l?[l]:this.ofOtherLevel(a,o);for(let c of d)c.lookedAt=++this.looks,r.push(...c.rows.filter(([m])=>Z(m,a))),i.push(...c.marks.filter(({time:m})=>Z(m,a)))}let s={start:t-9e5,end:n+9e5};return{rows:r.filter(([a])=>Z(a,s)),marks:i.filter(({time:a})=>Z(a,s))}}spans(t,n,o){let r=Ct(o),i=[];for(let s=Math.floor((t-9e5)/r)*r;s<n+9e5;s+=r)i.push({start:s,end:s+r});return i}ofOtherLevel(t,n){let o=[...this.tiles.values()].filter(s=>Xn(s,t)),r=Math.min(...o.map(s=>Math.abs(s.level-n))),i=o.find(s=>Math.abs(s.level-n)===r)?.level;return o.filter(s=>s.level===i).sort((s,a)=>s.start-a.start)}letGo(){let t=[...this.tiles.entries()].sort(([,n],[,o])=>n.lookedAt-o.lookedAt);for(let[n]of t.slice(0,Math.max(0,t.length-64)))this.tiles.delete(n)}};var Zr=new Map([["unknown_command","not_installed"],["not_found","not_found"],["not_loaded","not_loaded"],["unauthorized","unauthorized"],["journal_unreadable","journal_unreadable"]]);function ct(e){return e===3?"disconnected":Zr.get(e?.code)??"failed"}var to=36e4,ut=6e4,eo=5e3,Qr=6e4,pt=class{constructor(t){this.host=t;this.trouble="loading";this.onPage=!1;this.turn=0;this.failures=0;this.subscribeAt=Number.POSITIVE_INFINITY;this.askAgainAt=Number.POSITIVE_INFINITY;this.clock=new jt;this.tiles=new It;this.asked=[];this.gap=to;this.first=null;this.onDisconnected=()=>{this.turn+=1,this.unsubscribe=void 0,this.subscribeAt=Number.POSITIVE_INFINITY,this.forgetWhatIsAsked(),this.trouble="disconnected",this.update()};this.onReady=()=>{this.unsubscribe=void 0,this.failures=0,this.forgetWhatIsAsked(),this.connection&&this.entityId&&(this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId)),this.update()};this.onTimer=()=>{this.stopTimer=void 0,this.askAgainAt<=z()&&(this.askAgainAt=Number.POSITIVE_INFINITY),this.subscribeAt<=z()&&this.connection&&this.entityId&&this.subscribe(this.connection,this.entityId),this.update()};t.addController(this)}get now(){return this.clock.now}follow(t,n){t?.connection===this.connection&&n===this.entityId||(this.end(),this.connection=t?.connection,this.entityId=n,this.person=void 0,this.trouble="loading",this.tiles=new It,this.first=null,this.gap=to,this.begin())}curve(t,n,o){let r=this.last;if(r&&r.from===t&&r.to===n&&r.width===o)return r.curve;let i=Jn(n-t,o),s=this.tiles.missing(t,n,i);this.ask(s,i);let{rows:a,marks:l}=this.tiles.known(t,n,i),d={rows:a,marks:l,gap:this.gap,first:this.first,loading:s.length>0};return this.last={from:t,to:n,width:o,curve:d},d}hostConnected(){this.onPage=!0,this.begin()}hostDisconnected(){this.onPage=!1,this.end()}begin(){this.onPage&&this.connection&&this.entityId&&(this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onDisconnected),this.tiles.changed({start:Number.NEGATIVE_INFINITY,end:Number.POSITIVE_INFINITY}),this.subscribe(this.connection,this.entityId))}end(){this.turn+=1,this.connection?.removeEventListener("ready",this.onReady),this.connection?.removeEventListener("disconnected",this.onDisconnected),this.unsubscribe?.().catch(()=>{}),this.unsubscribe=void 0,this.forgetWhatIsAsked(),this.subscribeAt=Number.POSITIVE_INFINITY,this.failures=0,this.stopTimer?.(),this.stopTimer=void 0}subscribe(t,n){let o=++this.turn;this.subscribeAt=Number.POSITIVE_INFINITY,Fn({connection:t},n,i=>{o===this.turn&&this.heard(i)}).then(i=>{o===this.turn?(this.unsubscribe=i,this.failures=0):i().catch(()=>{})},i=>{o===this.turn&&this.refused(ct(i))}),this.setTimer()}refused(t){this.trouble=t,t!=="disconnected"&&(this.person=void 0),this.subscribeAt=z()+Math.min(eo*2**this.failures,Qr),this.failures+=1,this.update()}heard(t){switch(t.type){case"person":this.person=t.person,this.trouble=void 0,this.clock.heard(t.person.now);break;case"readings":this.tiles.add(t.rows);for(let n of this.asked)n.meanwhile.push(...t.rows);break;case"changed":this.changed(t.start,t.end);break;case"gone":this.person=void 0,this.trouble="not_loaded",this.changed(Number.NEGATIVE_INFINITY,Number.POSITIVE_INFINITY);break}this.update()}changed(t,n){this.tiles.changed({start:t,end:n});for(let o of this.asked)o.stale||=o.start<n&&t<o.end}ask(t,n){let{connection:o,entityId:r,trouble:i,askAgainAt:s}=this,a=i===void 0||i==="loading";if(!this.onPage||!o||!r||!a||s!==Number.POSITIVE_INFINITY)return;let l=({start:d})=>this.asked.some(c=>c.level===n&&c.start<=d&&d<c.end);for(let d of Qn(t.filter(c=>!l(c)),n))this.askFor(o,r,{...d,meanwhile:[],stale:!1})}async askFor(t,n,o){this.asked.push(o);let r=()=>this.asked.includes(o);try{let i=await In({connection:t},n,o.start,o.end,Zn(o));r()&&this.answered(o,i)}catch{r()&&(this.askAgainAt=z()+eo)}r()&&(this.asked=this.asked.filter(i=>i!==o),this.update())}answered(t,n){this.tiles.put(t,n.rows,n.marks,t.stale),this.tiles.add(t.meanwhile),this.gap=n.gap,this.first=n.first}forgetWhatIsAsked(){this.asked=[],this.askAgainAt=Number.POSITIVE_INFINITY,this.last=void 0}update(){this.last=void 0,this.setTimer(),this.host.requestUpdate()}setTimer(){if(this.stopTimer?.(),this.stopTimer=void 0,this.onPage&&this.connection&&this.entityId){let t=Math.min(this.subscribeAt,this.askAgainAt,z()+this.untilOlder());this.stopTimer=Yt(this.onTimer,Math.max(0,t-z()))}}untilOlder(){let{reading:t,stale_at:n}=this.person??{reading:null,stale_at:null};if(!t)return ut;let o=ut-((this.now-t.time)%ut+ut)%ut,r=n===null||n<=this.now?ut:n-this.now;return Math.min(o,r)}};var re=class{constructor(){this.asked=0}async ask(t,n,o){let r=++this.asked;try{let i=await t;r===this.asked&&n(i)}catch(i){r===this.asked&&o(i)}}forget(){this.asked+=1}};var ie={integration:"librelink_up",domain:"sensor",device_class:"blood_glucose_concentration"},ti=e=>Object.entries(e).map(([t,n])=>({value:t,label:n})),ei=[{name:"entity",selector:{entity:{filter:ie}}},{name:"entities",selector:{entity:{filter:ie,multiple:!0}}},{name:"name",selector:{text:{}}},{name:"hours",selector:{select:{mode:"dropdown",options:F.map(e=>({value:String(e),label:dn(e)}))}}},{name:"layout",selector:{select:{mode:"dropdown",options:ti(an)}}},{name:"hide",selector:{select:{multiple:!0,mode:"list",options:rt.map(e=>({value:e,label:ln[e]}))}}}],ze=(e,t)=>t===void 0||e.includes(t),no=e=>Array.isArray(e)&&e.every(t=>typeof t=="string");function ni({entity:e,entities:t,name:n,hours:o,layout:r,hide:i}){if(!([e,n].every(a=>a===void 0||typeof a=="string")&&(t===void 0||no(t))&&ze([...F,...F.map(String)],o)&&ze(Ut,r)&&(i===void 0||no(i)&&i.every(a=>ze(rt,a)))))throw new Error(W.notForTheForm)}var oo=e=>Object.hasOwn(vt,e);function ro(){return{schema:ei,computeLabel:({name:e})=>oo(e)?vt[e]:void 0,computeHelper:({name:e})=>oo(e)?sn[e]:void 0,assertConfig:ni}}var oi=864e5,ri={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:"en-US"},ii={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},ht=class{constructor(t,n){this.locale=t;this.numbers=new Map;this.times=new Map;this.language=t.language,this.zone=t.time_zone==="server"?n:void 0,this.twelve=si(t)}glucose(t,n){return this.number(Oe(t,n),Ce(n))}change(t,n){let o=Oe(Math.abs(t),n);return(o===0?"±":t<0?"−":"+")+this.number(o,Ce(n))}number(t,n=0){let o=this.numbers.get(n);if(!o){let r=this.locale.number_format,i=r==="language"?this.language:r==="system"?void 0:ri[r];o=new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:r!=="none"}),this.numbers.set(n,o)}return o.format(t)}time(t){return this.format("time",{hour:this.twelve?"numeric":"2-digit",minute:"2-digit"}).format(t)}hour(t){return this.twelve?this.format("hour",{hour:"numeric"}).format(t):this.time(t)}day(t){let n=ii[this.locale.date_format];if(!n)return this.format("day",{weekday:"short",day:"numeric",month:"short"}).format(t);let o=this.format("date",{year:"numeric",month:"numeric",day:"numeric"}).formatToParts(t),r=o.find(i=>i.type==="literal")?.value??"/";return n.map(i=>o.find(s=>s.type===i)?.value??"").join(r)}when(t,n){return this.dayNumber(t)===this.dayNumber(n)?this.time(t):`${this.day(t)}, ${this.time(t)}`}dayNumber(t){return Math.floor((t+this.offset(t))/oi)}offset(t){let n=new Map(this.format("offset",{hourCycle:"h23",calendar:"gregory",numberingSystem:"latn",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(t).map(({type:i,value:s})=>[i,Number(s)])),o=i=>n.get(i)??0;return Date.UTC(o("year"),o("month")-1,o("day"),o("hour"),o("minute"),o("second"))-Math.floor(t/1e3)*1e3}format(t,n){let o=this.times.get(t);if(!o){let r=this.locale.date_format==="system"&&t!=="time"?void 0:this.language;o=new Intl.DateTimeFormat(t==="offset"?"en-US":r,{hourCycle:this.twelve?"h12":"h23",...n,...this.zone&&{timeZone:this.zone}}),this.times.set(t,o)}return o}};function si(e){if(e.time_format==="12"||e.time_format==="24")return e.time_format==="12";let t=e.time_format==="language"?e.language:void 0,{hourCycle:n}=new Intl.DateTimeFormat(t,{hour:"numeric"}).resolvedOptions();return n==="h12"||n==="h11"}var so=6e4,io=5*so;function ai(e,t){return e?.connection!==t?.connection||e?.locale!==t?.locale||e?.config!==t?.config}var I=class extends M{constructor(){super(...arguments);this.waiting=!1;this.person=new pt(this);this.latest=new re}static getStubConfig(n){return Wt(n)}static getConfigForm(){return{schema:[{name:"entity",required:!0,selector:{entity:{filter:ie}}}],computeLabel:()=>vt.entity}}setConfig(n){this.entity=gn(n),this.answer=void 0,this.anew()}getCardSize(){return 8}getGridOptions(){return{columns:"full",rows:"auto",min_columns:6}}anew(){this.waiting=!0,this.asked=void 0,this.latest.forget(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.asked=void 0,this.latest.forget()}willUpdate(){this.person.follow(this.hass,this.entity);let{person:n,now:o}=this.person;this.hass&&this.entity&&n&&(this.asked===void 0||o-this.asked>=io)&&(this.asked=o,this.latest.ask(this.question(this.hass,this.entity),r=>{this.answer=r,this.failed=void 0,this.waiting=!1},r=>{this.failed=ct(r),this.waiting&&(this.answer=void 0),this.asked=o-io+so}))}render(){let{person:n}=this.person,o=this.person.trouble??this.failed;if(!this.hass||!n||!this.answer)return u`<ha-card><p class="trouble" role="status">${B[o??"loading"]}</p></ha-card>`;let r=new ht(this.hass.locale,this.hass.config.time_zone);return u`<ha-card>
      ${o?u`<p class="trouble" role="status">${B[o]}</p>`:""}
      ${this.picture(this.answer,n,r)}
    </ha-card>`}};f([v({attribute:!1,hasChanged:ai})],I.prototype,"hass",2),f([_()],I.prototype,"answer",2),f([_()],I.prototype,"failed",2),f([_()],I.prototype,"waiting",2),f([_()],I.prototype,"entity",2);var se=E`
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
  .action svg {
    width: 24px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
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
`;function ae(e,t){let n=[e.lowest,t.urgent_low,t.low,t.high,t.urgent_high,e.highest],o=i=>Math.min(Math.max((S(e,i)-e.top)/(e.bottom-e.top),0),1),r=Pe.map((i,s)=>w`<stop class=${i} offset=${o(n[s+1])} stop-color="var(--state)" />
      <stop class=${i} offset=${o(n[s])} stop-color="var(--state)" />`).reverse();return u`<svg class="paint" aria-hidden="true"><linearGradient id="states" gradientUnits="userSpaceOnUse"
    x1="0" x2="0" y1=${e.top} y2=${e.bottom}>${r}</linearGradient></svg>`}function le(e,{low:t,high:n}){let[o,r]=[x(S(e,n)),x(S(e,t))];return w`<rect class="band" x=${e.left} width=${e.right-e.left} y=${o} height=${r-o} />`}var D=E`
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
`,L=E`
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
`;var li=14,de=144,Ue=56,di=Gt({type:"",entity:"-",hide:rt.filter(e=>e!=="curve")}),ci=12*36e5,mt=class extends I{static{this.styles=[D,L,se,Vn,Kn]}question(t,n){return Nn(t,n,li,de)}updated(){this.dialog&&!this.dialog.open&&this.dialog.showModal()}picture({days:t,gap:n},o,r){let{limits:i,unit:s,name:a}=o,l=t.flatMap(({rows:c,start:m,end:b})=>[...Qt(c,m,b)]),d={left:0,right:de,top:2,bottom:Ue-2,start:0,end:1,...lt(l,i)};return u`<header>
        <h2>${a}</h2>
        <p><bdi>${g.targetRange(r.glucose(i.low,s),r.glucose(i.high,s),s)}</bdi></p>
      </header>
      ${ae(d,i)}
      <ol>
        ${t.map((c,m)=>{let b={...d,start:c.start,end:c.end};return u`<li>${this.button(t,m,b,n,o,r)}</li>`})}
      </ol>
      ${this.opened?this.day(this.opened,t,a,r):p}`}button(t,n,o,r,i,s){let a=t[n],l=ao(t,n,s),d=Zt(a.shares),[c,m,b]=(d??[0,0,0]).map(T=>s.number(T)),$=d?[h.inRange(m),h.below(c),h.above(b)]:[h.noReadings];return u`<button
      aria-label="${l}: ${$.join(", ")}"
      aria-haspopup="dialog"
      @click=${()=>this.open(t,n)}
    >
      <span class="date">${l}</span>
      <svg class="picture" viewBox="0 0 ${de} ${Ue}" preserveAspectRatio="none">
        ${le(o,i.limits)}
        ${w`<path class="noon" d="M${de/2} 0V${Ue}" />
        <path class="curve" stroke="url(#states)" d=${ui(ee(a.rows,r,o))} />`}
      </svg>
      <span class="share"><bdi>${d?u`<b>${m}</b> %`:h.noValue}</bdi></span>
      <span class="bar">
        ${d&&["low","in_range","high"].map((T,O)=>u`<i class=${T} style="flex-grow:${d[O]}"></i>`)}
      </span>
    </button>`}day(t,n,o,r){let i=(t.end??this.person.now)-t.span/2,s=n.findIndex(({start:l})=>l<=i),a=(l,d,c)=>u`<button class="action" aria-label=${d} ?disabled=${!n[l]} @click=${()=>this.open(n,l)}>
        <svg viewBox="0 0 24 24">${w`<path d=${c} />`}</svg>
      </button>`;return u`<dialog aria-labelledby="day" @close=${()=>this.show()}>
      <div class="head">
        ${a(s<0?-1:s+1,g.dayBefore,"M14 6l-6 6 6 6")}
        <h2 id="day">${o}<small>${s<0?r.day(i):ao(n,s,r)}</small></h2>
        ${a(s-1,g.dayAfter,"M10 6l6 6-6 6")}
        <button class="action" aria-label=${g.close} @click=${()=>this.dialog?.close()}>
          <svg viewBox="0 0 24 24"><path d="M6 6l12 12M18 6 6 18" /></svg>
        </button>
      </div>
      <librelink-up-person
        past
        .hass=${this.hass}
        .entityId=${this.entity}
        .settings=${di}
        .formats=${r}
        .window=${t}
        @window=${({detail:l})=>this.show(l)}
      ></librelink-up-person>
    </dialog>`}open(t,n){let{start:o,end:r}=t[n];this.show({span:r-o,end:r})}show(t){this.opened=t}};f([_()],mt.prototype,"opened",2),f([at("dialog")],mt.prototype,"dialog",2);function ao(e,t,n){return t===0?g.today:n.day(e[t].start+ci)}function ui(e){return e.replaceAll(/M[^ML]+/g,"$&h0")}var pi=45;function lo(e){let t=[],n;for(let o of e)n&&o[0]-n[0]<=pi?t.at(-1)?.push(o):t.push([o]),n=o;return t}function Ge(e,t,n){return`${x(P(e,t[0]))} ${x(S(e,t[n]))}`}function co(e,t){return lo(e).map(n=>`M${n.map(o=>Ge(t,o,3)).join("L")}`).join("")}function We(e,t,n,o){return lo(e).map(r=>{let i=r.map(a=>Ge(t,a,o)),s=r.map(a=>Ge(t,a,n)).reverse();return`M${[...i,...s].join("L")}Z`}).join("")}var uo=E`
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
      grid-template: "ranges profile" auto "episodes profile" 1fr / minmax(250px, 1fr) 2fr;
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
    gap: 8px;
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
`;var fo=1440,po=864e5,ho=432e5,mo=720,je=240,hi=["pdf","png","csv","json"],mi=u`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11m-5-5 5 5 5-5M5 20h14" /></svg>`,gt=class extends I{constructor(){super(...arguments);this.days=ye[0];this.named=!1}static{this.styles=[D,L,se,uo]}question(n,o){return Me(n,o,this.days,!1)}picture(n,o,r){let{metrics:i}=n;return u`<header>
        <div>
          <h2>${o.name}</h2>
          <p><bdi>${h.span(r.day(i.start+ho),r.day(i.end-ho))}</bdi></p>
        </div>
        <fieldset aria-label=${g.span}>${ye.map(s=>this.choice(s))}</fieldset>
      </header>
      ${i.why?u`<p class="why"><bdi>${gi(i,r)}</bdi></p>`:p}
      ${i.why==="no_readings"?p:this.body(n,o.unit,r)}`}body(n,o,r){return u`<div class="all" aria-busy=${this.waiting}>
      ${fi(n.metrics,o,r)}
      <div class="body">${yi(n.metrics,o,r)} ${bi(n,o,r)} ${wi(n)}</div>
      ${this.downloads()}
    </div>`}choice(n){let o=()=>{this.days=n,this.anew()};return u`<label class="action"
      ><input class="spoken" type="radio" name="days" .checked=${n===this.days} @change=${o} /><bdi>${g.lastDays(n)}</bdi></label
    >`}downloads(){return u`<footer>
      <label class="action"><input type="checkbox" @change=${o=>{this.named=o.target.checked}} />${g.named}</label>
      ${hi.map(o=>{let[r,i]=g.files[o];return u`<button
          class="action"
          title=${i}
          aria-label=${i}
          aria-busy=${this.making===o}
          ?disabled=${this.making}
          @click=${()=>this.download(o)}
        >
          ${mi}${r}
        </button>`})}
    </footer>`}async download(n){if(!(!this.hass||!this.entity)){this.making=n;try{let o=document.createElement("a");o.href=(await Me(this.hass,this.entity,this.days,this.named))[n],o.download="",o.click()}catch(o){this.failed=ct(o)}finally{this.making=void 0}}}};f([_()],gt.prototype,"days",2),f([_()],gt.prototype,"making",2);function gi({why:e,days:t,measured:n},o){return e==="no_readings"?g.noReadings:e==="days"?g.needsDays(o.number(t)):g.needsShare(o.number(t),o.number(n))}function fi(e,t,n){let o=s=>`${n.number(s,1)} %`,r=s=>`${n.glucose(s,t)} ${t}`,i=[[g.mean,e.mean,r],[g.gmi,e.gmi,o],[g.cv,e.cv,o],[g.sd,e.sd,r],[g.a1c,e.a1c,o],[g.gri,e.gri,s=>n.number(s)],[g.tight(n.glucose(70,t),r(140)),e.in_tight_range,o],[g.measured,e.measured,o]];return u`<dl class="figures">
    ${i.map(([s,a,l])=>u`<div><dt>${s}</dt><dd><bdi>${a===null?h.noValue:l(a)}</bdi></dd></div>`)}
  </dl>`}function yi(e,t,n){let o=fn(e);if(!o)return p;let r=s=>n.glucose(s,t),i={urgent_high:g.over(r(250)),high:`${r(181)} – ${r(250)}`,in_range:`${r(70)} – ${r(180)}`,low:`${r(54)} – ${r(69)}`,urgent_low:g.under(r(54))};return u`<section>
    <h3>${g.ranges}</h3>
    <div class="ranges">
      <span class="bar" aria-hidden="true">${o.map(([s,a])=>u`<i class=${s} style="flex-grow:${a}"></i>`)}</span>
      <dl>
        ${o.map(([s,a])=>u`<div class=${s}>
            <dt>${g.states[s]}<small><bdi>${i[s]} ${t}</bdi></small></dt>
            <dd><bdi>${n.number(a,a<10?1:0)} %</bdi><small><bdi>${h.duration(Math.round(a*fo/100))}</bdi></small></dd>
          </div>`)}
      </dl>
    </div>
  </section>`}function bi({profile:e},t,n){if(e.length===0)return p;let o=lt(e.flatMap(a=>[a[1],a[5]]),Bt),r={left:0,right:mo,top:0,bottom:je,start:0,end:fo,...o},i=[...e].sort((a,l)=>a[3]-l[3]),s=[i[0],i.at(-1)].flatMap(a=>a?[n.glucose(a[3],t),n.time(go(a[0],n))]:[]);return u`<section class="profile">
    <h3>${g.profile}</h3>
    ${ae(r,Bt)}
    <div class="plot">
      <svg viewBox="0 0 ${mo} ${je}" preserveAspectRatio="none" role="img" aria-label=${g.profileSpoken(...s)}>
        ${le(r,Bt)}
        ${w`<path class="most" d=${We(e,r,1,5)} /><path class="half" d=${We(e,r,2,4)} />
        <path class="median" d=${co(e,r)} />`}
      </svg>
      ${[54,70,180,250].map(a=>u`<span class="y" style="top:${S(r,a)/je*100}%">${n.glucose(a,t)}</span>`)}
      ${[0,6,12,18,24].map(a=>u`<i class="x" style="left:${a/24*100}%">${n.hour(go(a*60,n))}</i>`)}
    </div>
    <p><bdi>${g.profileHelp}</bdi></p>
  </section>`}function go(e,t){return po+e*6e4-t.offset(po)}function wi({episodes:e}){let{low:t,very_low:n,high:o,very_high:r,low_minutes:i,high_minutes:s}=e,a=(l,d,c,m)=>u`<div><dt>${l}</dt><dd><bdi>${g.episodesOf(d,c,l.toLowerCase())}</bdi>${m===null?p:u`<small><bdi>${g.each(h.duration(Math.round(m)))}</bdi></small>`}</dd></div>`;return u`<section class="episodes">
    <h3>${g.episodes}</h3>
    <dl>${a(g.lows,t,n,i)}${a(g.highs,o,r,s)}</dl>
  </section>`}var vi="/config/integrations/integration/librelink_up",wo=4,yo=2,xi=[{heading:"alerts",icon:"mdi:bell-outline",keys:["acknowledge","snooze","silenced","signal_lost"]},{heading:"sensor",icon:"mdi:circle-double",keys:["sensor_state","sensor_expires"]},{heading:"nightscout",icon:"mdi:cloud-upload-outline",keys:["nightscout_problem","nightscout_waiting"]}],bo={hide_state:!0,tap_action:{action:"toggle"},grid_options:{columns:12}},$i={type:"date",style:"short"},_i={acknowledge:bo,snooze:bo,sensor_expires:{time_format:$i}};function vo(e,t){return{title:"LibreLink Up",views:e.length===0?[Ti(t)]:[qe(e),Be("days",Ye(e,$t,wo)),Be("report",Ye(e,_t,yo),yo)]}}function qe(e){let t=xi.map(({heading:n,icon:o,keys:r})=>{let i=e.flatMap(s=>Si(s,r,e.length>1));return{type:"grid",cards:[{type:"heading",heading:g[n],icon:o},...i]}});return Be("now",[...Ye(e,G,e.length>1?1:2),...t.filter(({cards:n})=>n.length>1)])}function xo(e){return{type:"grid",cards:e.map(t=>$o(G,t))}}function Ye(e,t,n){return e.map(o=>({type:"grid",column_span:n,cards:[{...$o(t,o),grid_options:{columns:"full"}}]}))}function $o(e,{entities:t}){return{type:`custom:${e}`,entity:t.glucose}}function Si({name:e,entities:t},n,o){let r=n.flatMap(i=>{let s=t[i];return s?[{type:"tile",entity:s,name:g.tiles[i],..._i[i]}]:[]});return o&&r.length?[{type:"heading",heading:e,heading_style:"subtitle"},...r]:r}function Ti(e){let t={text:g.addPeople,tap_action:{action:"navigate",navigation_path:vi}},n={type:"empty-state",icon:"mdi:account-plus-outline",title:g.nobody,content_only:!0};return{type:"panel",title:g.now,path:"now",cards:[e?{...n,content:g.nobodyToAdd,buttons:[t]}:{...n,content:g.nobodyToSee}]}}function Be(e,t,n=wo){return{type:"sections",title:g[e],path:e,max_columns:n,dense_section_placement:!0,sections:t}}var So="librelink_up";function ft(e){let t=new Map;for(let{entity_id:n,device_id:o,platform:r,translation_key:i,hidden:s}of Object.values(e.entities))if(r===So&&o&&i&&!s&&n in e.states){let a=t.get(o)??{};t.set(o,{...a,[i]:n})}return[...t].filter(([,n])=>"glucose"in n).map(([n,o])=>({device:n,name:Ei(e,n),entities:o})).sort((n,o)=>n.name.localeCompare(o.name,e.language)||n.device.localeCompare(o.device))}function Ei({devices:e},t){return e[t]?.name_by_user||e[t]?.name||"?"}var _o=new WeakMap;function ki(e){let t=_o.get(e);return t||(t=Object.keys(e).filter(n=>e[n]?.platform===So),_o.set(e,t)),t}function To(e,t){if(e.entities===t.entities&&e.devices===t.devices&&e.language===t.language){let n=o=>o in e.states!=o in t.states;return e.states!==t.states&&ki(t.entities).some(n)}return JSON.stringify([e.language,ft(e)])!==JSON.stringify([t.language,ft(t)])}var Nt=class extends HTMLElement{static shouldRegenerate(t,n,o){return To(n,o)}},Ve=class extends Nt{static{this.noEditor=!0}static getCreateSuggestions(){return{title:"LibreLink Up",icon:"mdi:diabetes"}}static async generate(t,n){return vo(ft(n),n.user?.is_admin??!1)}},Ke=class extends Nt{static async generate(t,n){return qe(ft(n))}},Xe=class extends Nt{static async generate(t,n){return xo(ft(n))}},Eo={"ll-strategy-dashboard-librelink-up":Ve,"ll-strategy-view-librelink-up":Ke,"ll-strategy-section-librelink-up":Xe};var ko={[$t]:mt,[_t]:gt,...Eo},Ao={type:$t,name:"LibreLink Up: days",description:g.daysCard},Ro={type:_t,name:"LibreLink Up: report",description:g.reportCard};var Je=6e4,Ze=60*Je,Ai=30*Je,Ri=336*Ze,Mi=30*Je;function Q(e){return{span:e*Ze,end:null}}function Mo(e){return F.find(t=>t*Ze===e.span)??null}function Po(e,t){return t.forecast?Math.min(e/5,Mi):e/40}function ce(e,t){let n=e.end??t.now+Po(e.span,t);return{start:n-e.span,end:n}}function Oo(e,t,n){return Io(e.span,ce(e,n).end+t,n)}function Co(e,t,n,o){let{end:r}=ce(e,o),i=Math.min(Math.max(e.span*t,Ai),Ri);return Io(i,n+(r-n)*i/e.span,o)}function Io(e,t,n){let o=n.now+Po(e,n),r=(n.first??o)+e*.9,i=Math.max(t,r);return{span:e,end:i>=o?null:i}}var Qe=E`
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
`,No=[Qe,E`
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
  `];function ue(e,t){let n=Mo(e);return u`<div class="span" role="group" aria-label=${h.spanOfCurve}>
    ${F.map(o=>u`<button
          class="hours"
          aria-label=${h.hoursLong(o)}
          aria-pressed=${o===n}
          @click=${()=>t(Q(o))}
        >
          ${h.hours(o)}
        </button>`)}
    ${e.end===null?p:u`<button class="back" aria-label=${h.backToNow} @click=${()=>t({...e,end:null})}>
          ${h.now}<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3v10l7-5zM12 3v10" /></svg>
        </button>`}
  </div>`}function Pi(e,t){return!e||e.connection!==t.connection||e.connected!==t.connected||e.locale!==t.locale||e.config.time_zone!==t.config.time_zone||e.localize!==t.localize}var yt=class extends M{constructor(){super(...arguments);this.window=Q(3);this.onWindow=({detail:n})=>this.change(n);this.change=n=>{this.window=n}}static{this.styles=[D,L,No]}static{this.getConfigForm=ro}static{this.getStubConfig=Wt}setConfig(n){let o=Gt(n);o.hours!==this.settings?.hours&&(this.window=Q(o.hours)),this.settings=o}set hass(n){Pi(this.used,n)&&(this.used=n,this.formats=new ht(n.locale,n.config.time_zone),this.requestUpdate())}getCardSize(){let{layout:n,entities:o}=this.settings??{layout:"normal",entities:[""]};return n==="compact"?o.length:7*o.length}getGridOptions(){let{layout:n,entities:o}=this.settings??{layout:"normal",entities:[""]};switch(n){case"compact":return{columns:6,rows:Math.max(o.length,2),min_columns:3,min_rows:o.length};case"wall":return{columns:"full",rows:10,min_columns:6,min_rows:6};default:return{columns:12,rows:"auto",min_columns:6}}}render(){let{settings:n,used:o,formats:r}=this;if(!n||!o||!r)return p;let i=n.entities.length>1;return u`<ha-card class="${n.layout} ${i?"several":""}">
      <div class="people">
        ${n.entities.map(s=>u`<librelink-up-person
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
      ${i&&n.layout!=="compact"&&n.shown.has("curve")?ue(this.window,this.change):p}
    </ha-card>`}};f([_()],yt.prototype,"settings",2),f([_()],yt.prototype,"window",2);function Fo(e,t,n,o){let r=Ot(e,t),i=e[r-1],s=e[r],a=!i||s&&s[0]-t<t-i[0]?s:i;if(!a)return null;let l=i&&s&&Fe(i,s,n);return Math.abs(a[0]-t)<=(l?o:Math.max(o,n))?{row:a}:l?{hole:[i[0],s[0]]}:null}function Ho(e,t,n){let o=t===null?e.length:Ot(e,t),r=e[o]?.[0]===t,i=n>0&&!r?o:o+n;return e[Math.min(Math.max(i,0),e.length-1)]??null}function Do(e,t,n){return e.filter(o=>Math.abs(o.time-t)<=n)}var Lo=E`
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
`;var Ft=6e4,tt=60*Ft,Ht=24*tt,zo=[5*Ft,10*Ft,15*Ft,30*Ft,tt,2*tt,3*tt,6*tt,12*tt,Ht,2*Ht,4*Ht,8*Ht],Oi=5.6,Ci=1.3,Ii=8,Ni={"mg/dL":50,"mmol/L":54},Fi=["low","high","urgent_low","urgent_high"];function Uo(e,t,n){let{start:o,end:r}=e,i=n*Oi,s=(r-o)*i/(e.right-e.left),a=zo.find(c=>c>=s)??zo.at(-1),l=[],d=t.offset(o);for(let c=Math.ceil((o+d)/a)*a;c-d<=r;c+=a){d=t.offset(c-d);let m=c-d,b=P(e,m);if(!(m+t.offset(m)===c)||b<e.left+Ii||b>e.right-i*.42)continue;let T=c%Ht===0,O=T?t.day(m):a<tt?t.time(m):t.hour(m);l.push({time:m,label:O,day:T})}return l}function Go(e,t,n,o){let r=o*Ci,i=[],s=(l,d,c)=>{let m=l>e.lowest&&l<e.highest,b=i.some($=>Math.abs(S(e,$.glucose)-S(e,l))<c);m&&!b&&i.push({glucose:l,limit:d})};for(let l of Fi)s(t[l],l,r);let a=Ni[n];for(let l=a;l<e.highest;l+=a)s(l,null,2*r);return i}var Hi=34,Di=1.8;function Wo(e,t){let n=(o,r,i)=>{let s=S(e,Math.min(i,e.highest)),a=S(e,Math.max(r,e.lowest))-s;return a>0?w`<rect class="band ${o}" x=${e.left} y=${s} width=${e.right-e.left} height=${a} />`:p};return w`${n("low",e.lowest,t.low)}${n("in_range",t.low,t.high)}`}function jo(e,t,n,o,r){let i=s=>{let a=Math.round(S(e,s.glucose))+.5;return w`<line class="across ${s.limit??""}" x1=${e.left} x2=${e.right} y1=${a} y2=${a} />
      <text class="label ${s.limit?"limit":""}" x=${e.left-6} y=${a+r*.35} text-anchor="end">${o.glucose(s.glucose,n)}</text>`};return w`${Go(e,t,n,r).map(i)}${Uo(e,o,r).map(s=>{let a=Math.round(P(e,s.time))+.5;return w`<line class="up ${s.day?"day":""}" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
      <text class="label ${s.day?"day":""}" x=${a} y=${e.bottom+r*1.35} text-anchor="middle">${s.label}</text>`})}`}function Yo(e,t,n,o,r){let i=jn(t,n,(e.end-e.start)/(e.right-e.left),r),s=({state:a,origin:l,shape:d,path:c})=>{let m=i[l];return w`<path class="dots ${d} ${l} ${a}" d=${c} stroke-width=${d==="disc"?x(m*2):1} />${l==="history"&&d==="disc"&&m>Di?w`<path class="hole" d=${c} stroke-width=${x(m*1.1)} />`:p}`};return w`<path class="line" d=${ee(t,n,e)} />${Wn(t,o,e,i).map(s)}`}function Bo(e,t,{limits:n,unit:o},r,i){let s=oe(t,e.start,e.end),a=(b,$)=>{let[T,O]=dt(e,b),nt=et(b,o,r),Lt=nt.length*i*.32,me=Math.min(Math.max(T,e.left+Lt),e.right-Lt),zt=$?O+i*1.9<e.bottom:O-i*1.7<0;return w`<text class="end" x=${x(me)} y=${x(zt?O+i*1.5:O-i*.8)} text-anchor="middle">${nt}</text>`};if(!s)return p;let{lowest:l,highest:d}=s,c=["urgent_low","low"].includes(C(l,n)),m=["high","urgent_high"].includes(C(d,n));return w`${c?a(l,!0):p}${m?a(d,!1):p}`}function et([,e,,t],n,o){return t?t===1?h.hi:h.lo:o.glucose(e,n)}function qo(e,t,n,o){let r=t.at(-1);if(!r||r[3]||r[0]>e.end)return p;let[i,s]=dt(e,r);return w`<circle class="newest ${C(r,n)}" cx=${i} cy=${s} r=${x(o)} />`}function Vo(e,t,n){let o="",r=Number.POSITIVE_INFINITY,i=t.reading?P(e,t.reading.time)+2.5*n:e.left;for(let[s,a]of[...t.forecast].reverse()){let l=x(P(e,s)),d=Math.min(Math.max(a,e.lowest),e.highest);l>=i&&l<=r-2*n&&l<=e.right&&(o+=`M${l} ${x(S(e,d))}h0`,r=l)}return o?w`<path class="forecast" d=${o} stroke-width=${x(n)} />`:p}function Ko(e,t){let n=Math.round(P(e,t))+.5;return n>e.left&&n<e.right?w`<line class="now" x1=${n} x2=${n} y1=${e.top} y2=${e.bottom} />`:p}var Li={rapid_insulin:"M-4.500-4h9L0 4.500z",long_insulin:"M-5-4h10v2.500L0 4.500-5-1.500z",carbs:"M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0z",finger_stick:"M0-5.500C2-2 4-.5 4 1.500A4 4 0 0 1-4 1.500C-4-.5-2-2 0-5.500z",ketone:"M0-5 5 0 0 5-5 0z",note:"M-5-4H5V2.500H0L-2.500 5V2.500H-5z"};function Xo(e,t,n,o){let r=Number.NEGATIVE_INFINITY,i=t.filter(({time:s})=>s>=e.start&&s<=e.end);return w`${i.map(s=>{let a=x(P(e,s.time));if(s.type==="sensor")return w`<line class="change" x1=${a} x2=${a} y1=${e.top} y2=${e.bottom} />
        <path class="change" transform="translate(${a} ${e.top})" d="M-5 0H5L0 6z" />`;let l=s.kind==="finger_stick"&&s.amount!==null,d=l?x(S(e,Math.min(Math.max(s.amount,e.lowest),e.highest))):o,c=l||a-r<Hi?null:tn(s,n);return r=l?r:a,w`<g class="treatment ${s.kind}" transform="translate(${a} ${d})"><path d=${Li[s.kind]} />${c?w`<text x="8" y="4">${c}</text>`:p}</g>`})}`}function tn(e,t){return e.amount===null||e.kind==="finger_stick"?null:h.amount(e.kind,t.number(e.amount,Number.isInteger(e.amount)?0:1))}function Jo(e,t,n){let[o,r]=dt(e,t);return w`<line class="cursor" x1=${o} x2=${o} y1=${e.top} y2=${e.bottom} />
    <circle class="cursor ${C(t,n)}" cx=${o} cy=${r} r="6" />`}function Zo(e,t,n){let o=new AbortController,r=new Map,i="none",s=0,a=0,l=1,d=0,c,m=()=>{s=0,a!==0&&t.pan(a),l!==1&&t.zoom(l,d),c!==void 0&&t.read(c),a=0,l=1,c=void 0},b=()=>{s||=requestAnimationFrame(m)},$=y=>{c=y,b()},T=y=>y.clientX-e.getBoundingClientRect().left,O=()=>{let[y,k]=[...r.values()];return y&&k?Math.max(Math.abs(y.x-k.x),20):20},nt=()=>[...r.values()].reduce((y,{x:k})=>y+k,0)/Math.max(r.size,1),Lt=y=>{if(y.button!==0||r.size===2)return;let k=T(y);r.set(y.pointerId,{x:k,from:k,since:y.timeStamp,touch:y.pointerType==="touch"}),e.setPointerCapture(y.pointerId),i=r.size===2?"pinch":"none"},me=y=>{let k=T(y),N=r.get(y.pointerId);if(!N){y.pointerType!=="touch"&&$(k);return}if(i==="pinch"){let[ge,Tr]=[O(),nt()];N.x=k,l*=ge/O(),d=nt(),a+=nt()-Tr,b();return}i==="none"&&Math.abs(k-N.from)>6&&(i=N.touch&&y.timeStamp-N.since>300?"read":"pan"),i==="pan"?(a+=k-N.x,c=null,b()):i==="read"&&$(k),N.x=k},zt=y=>{r.delete(y.pointerId)&&y.type==="pointerup"&&i==="none"&&$(T(y)),y.type==="pointercancel"&&$(null),i=r.size===0?"none":"pan"},Sr=y=>{let k=y.shiftKey||Math.abs(y.deltaX)>Math.abs(y.deltaY);if(!k&&!y.ctrlKey&&!y.metaKey&&!n())return;y.preventDefault();let N=y.deltaMode===WheelEvent.DOM_DELTA_LINE?33:1;if(k)a-=(y.deltaX||y.deltaY)*N;else{let ge=y.ctrlKey&&Math.abs(y.deltaY)<50?6:1;l*=Math.exp(y.deltaY*N*.0015*ge),d=T(y)}b()},ot={signal:o.signal};return e.addEventListener("pointerdown",Lt,ot),e.addEventListener("pointermove",me,ot),e.addEventListener("pointerup",zt,ot),e.addEventListener("pointercancel",zt,ot),e.addEventListener("pointerleave",y=>y.pointerType!=="touch"&&$(null),ot),e.addEventListener("wheel",Sr,{...ot,passive:!1}),()=>{o.abort(),cancelAnimationFrame(s)}}var Ui={falling_quickly:90,falling:45,steady:0,rising:-45,rising_quickly:-90};function er(e){return u`<svg class="arrow" viewBox="-11 -11 22 22" aria-hidden="true">
    <path transform="rotate(${Ui[e]})" d="M-10 0H8M1-7.5 8.5 0 1 7.5" />
  </svg>`}var Qo=w`<path d="M8 2.5 14.5 13.5h-13z" />`,tr=w`<path d="M8 13.5 1.5 2.5h13z" />`,Gi=w`<circle cx="8" cy="8" r="5.5" />`,Wi=w`<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2" />`;function bt(e){return u`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${{urgent_low:tr,low:tr,in_range:Gi,high:Qo,urgent_high:Qo}[e]??Wi}</svg>`}function nr(e){let t=ne(e);return t==="measured"?null:h[t]}function or(e,t,n){return e.type==="sensor"?h.newSensor:[e.kind==="finger_stick"&&e.amount!==null?`${n.glucose(e.amount,t.unit)} ${t.unit}`:tn(e,n),e.text||Bn[e.kind]].filter(Boolean).join(" ")}function en(e,t,n,o,r){if("hole"in e){let[d,c]=e.hole;return h.holeBetween(o.when(d,r),o.time(c))}let{row:i}=e,s=i[3]?et(i,n.unit,o):`${et(i,n.unit,o)} ${n.unit}`,a=H[C(i,n.limits)],l=[nr(i),...t.map(d=>or(d,n,o))].filter(Boolean);return[s,o.when(i[0],r),a,...l].join(", ")}function rr(e,t,n,o,r,i){let s="row"in e?e.row[0]:(e.hole[0]+e.hole[1])/2,a=Math.min(Math.max(P(i,s),i.left),i.right),l=a>(i.left+i.right)/2?`right:calc(100% - ${a-12}px)`:`left:${a+12}px`;if("hole"in e)return u`<div class="tip" style=${l}>${en(e,t,n,o,r)}</div>`;let{row:d}=e,c=nr(d);return u`<div class="tip" style=${l}>
    <span class="what ${C(d,n.limits)}"
      >${bt(C(d,n.limits))}<b>${et(d,n.unit,o)}</b> ${d[3]?p:n.unit}</span
    >
    <span>${o.when(d[0],r)}${c?` · ${c}`:p}</span>
    ${t.map(m=>u`<span class="mark">${or(m,n,o)}</span>`)}
  </div>`}var ir=14,ji=new Set(["at","said"]),A=class extends M{constructor(){super(...arguments);this.now=0;this.width=0;this.height=0;this.text=11;this.plain=!1;this.forecast=!0;this.at=null;this.said="";this.rows=[];this.onKey=n=>{let o=this.seen.end-this.seen.start,r=this.at??this.seen.end,s={ArrowLeft:()=>n.shiftKey?this.move({type:"pan",by:-o/4}):this.readNext(-1),ArrowRight:()=>n.shiftKey?this.move({type:"pan",by:o/4}):this.readNext(1),PageUp:()=>this.move({type:"pan",by:-o}),PageDown:()=>this.move({type:"pan",by:o}),Home:()=>this.readRow(this.rows[0]??null),End:()=>this.move({type:"now"}),"+":()=>this.move({type:"zoom",factor:.5,around:r}),"-":()=>this.move({type:"zoom",factor:2,around:r}),Escape:()=>this.readRow(null)}[n.key];s&&!n.ctrlKey&&!n.metaKey&&!n.altKey&&(n.preventDefault(),s())}}static{this.styles=[D,L,Lo]}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.listen()}disconnectedCallback(){super.disconnectedCallback(),this.unlisten?.()}firstUpdated(){this.listen()}listen(){if(this.plain)return;let n=()=>(this.seen.end-this.seen.start)/(this.frame.right-this.frame.left);this.unlisten=Zo(this.plot,{read:o=>{this.at=o===null?null:Ie(this.frame,o)},pan:o=>this.move({type:"pan",by:-o*n()}),zoom:(o,r)=>this.move({type:"zoom",factor:o,around:Ie(this.frame,r)})},()=>this.renderRoot instanceof ShadowRoot&&this.renderRoot.activeElement===this.plot)}move(n){this.dispatchEvent(new CustomEvent("move",{detail:n}))}willUpdate(n){if([...n.keys()].some(o=>!ji.has(o))){let{start:o,end:r}=this.seen;this.rows=Un(this.curve.rows,o,r);let i=this.plain?0:this.text;this.frame={left:i*2.9,right:this.width-(this.plain?2:6),top:this.plain?4:8,bottom:this.height-(this.plain?4:i*1.8),start:o,end:r,...lt(this.everyNumber(),this.person.limits)}}}*everyNumber(){yield*Qt(this.rows,this.seen.start,this.seen.end),this.forecast&&this.now<=this.seen.end&&(yield*this.person.forecast.map(([,n])=>n))}readNext(n){let o=Ho(this.curve.rows,this.at,n);this.readRow(o);let{start:r,end:i}=this.seen;o&&(o[0]<r||o[0]>i)&&this.move({type:"pan",by:o[0]<r?o[0]-r:o[0]-i})}readRow(n){this.at=n?n[0]:null,this.said=n?en({row:n},[],this.person,this.formats,this.now):""}get found(){return this.at===null?null:Fo(this.curve.rows,this.at,this.curve.gap,ir*this.perPixel)}get perPixel(){return(this.frame.end-this.frame.start)/Math.max(this.frame.right-this.frame.left,1)}render(){return this.width<=0||this.height<=0?u`<div class="plot"></div>`:this.plain?u`<div class="plot" aria-hidden="true">${this.picture(null)}</div>`:this.readable()}readable(){let{person:n,formats:o,now:r,frame:i}=this,s=this.found,a=s&&"row"in s?Do(this.curve.marks,s.row[0],ir*this.perPixel):[];return u`<div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription="curve"
        aria-label=${this.summary()}
        aria-describedby="help"
        @keydown=${this.onKey}
        @blur=${()=>{this.at=null}}
      >
        ${this.picture(s)}${s?rr(s,a,n,o,r,i):p}${this.rows.length===0?u`<span class="empty">${this.curve.loading?h.loadingCurve:h.noReadings}</span>`:p}
      </div>
      <span id="help" class="spoken">${h.curveHelp}</span>
      <span class="spoken" aria-live="polite">${this.said}</span>`}summary(){let{seen:n,formats:o,now:r,person:i}=this,s=h.curve(o.when(n.start,r),o.when(Math.min(n.end,r),r)),a=oe(this.rows,n.start,n.end);if(!a)return s;let[l,d]=[a.lowest,a.highest].map(c=>et(c,i.unit,o));return`${s}, ${h.between(l??"",d??"",i.unit)}`}picture(n){let{frame:o,person:r,curve:i,formats:s,rows:a,text:l,now:d}=this,{limits:c,unit:m}=r,b=!this.plain;return u`<svg width=${this.width} height=${this.height} style="font-size:${l}px" aria-hidden="true">
      <clipPath id="inside"><rect x=${o.left} y="0" width=${o.right-o.left} height=${this.height} /></clipPath>
      ${Wo(o,c)}${b?jo(o,c,m,s,l):p}
      <g clip-path="url(#inside)">
        ${Ko(o,d)}${Yo(o,a,i.gap,c,l/3.4)}
        ${this.forecast?Vo(o,r,l/3.4):p}
        ${b?Xo(o,i.marks,s,o.bottom-9):p}
        ${n&&"row"in n?Jo(o,n.row,c):p}
      </g>
      ${qo(o,i.rows,c,l/2.2)}${b?Bo(o,a,r,s,l):p}
    </svg>`}};f([v({attribute:!1})],A.prototype,"person",2),f([v({attribute:!1})],A.prototype,"curve",2),f([v({attribute:!1})],A.prototype,"seen",2),f([v({attribute:!1})],A.prototype,"formats",2),f([v({attribute:!1})],A.prototype,"now",2),f([v({attribute:!1})],A.prototype,"width",2),f([v({attribute:!1})],A.prototype,"height",2),f([v({attribute:!1})],A.prototype,"text",2),f([v({attribute:!1})],A.prototype,"plain",2),f([v({attribute:!1})],A.prototype,"forecast",2),f([_()],A.prototype,"at",2),f([_()],A.prototype,"said",2),f([at(".plot")],A.prototype,"plot",2);var pe=6e4,Yi=20*pe;function wt(e,t){return e.reading!==null&&e.stale_at!==null&&t<e.stale_at}function Dt(e,t){return zn(e.state)&&!wt(e,t)?"no_readings":e.state}function nn(e,t){return e.reading&&Math.max(Math.floor((t-e.reading.time)/pe),0)}function sr(e,t){let n=e.forecast.filter(([m])=>m>t),o=n.at(-1);if(!o||!wt(e,t))return null;let r=Math.min(t+Yi,o[0]),i=n.findIndex(([m])=>m>=r),[s,a]=n[i]??o,[l,d]=n[i-1]??[s,a],c=s>l?(r-l)/(s-l):0;return{minutes:Math.round((r-t)/pe),glucose:d+(a-d)*c}}function ar(e,t){return e.low_in===null||e.low_in<=0||!wt(e,t)?null:Math.max(Math.round((e.now+e.low_in*1e3-t)/pe),0)}function lr(e,t){let{silenced:n,until:o}=e.silence;return n&&(o===null||t<o)}var cr=6e4,rn=15,dr=2*Math.PI*rn;function ur({today:e},t){let n=Zt(e);if(!n)return p;let[o,r,i]=n,s=[o>0?h.below(t.number(o)):null,h.inRange(t.number(r)),i>0?h.above(t.number(i)):null].filter(a=>a!==null);return u`<div class="part range">
    <span class="words"><b>${h.today}</b> ${s.join(" · ")}</span>
    <span class="bar" aria-hidden="true"
      >${on("low",o)}${on("in_range",r)}${on("high",i)}</span
    >
  </div>`}function on(e,t){return t>0?u`<i class=${e} style="flex-grow:${t}"></i>`:p}function pr({sensor:e},t,n){if(!e)return p;let o=Ln(e,t),r=Math.max(Math.ceil((e.expires-t)/cr),0),i=t<e.warm,s=qn[e.state??""]??h.sensor,a=i?h.ready(n.when(e.warm,t)):r>0?h.left(r):p,l=n.when(e.expires,t),d=r>0?h.ends(l):h.since(l),c=r<1440;return u`<div class="part sensor">
    <svg class="ring ${c?"high":"in_range"}" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r=${rn} />
      <circle class="left" cx="18" cy="18" r=${rn} stroke-dasharray="${o*dr} ${dr}" transform="rotate(-90 18 18)" />
    </svg>
    <span class="words"><b>${s}</b> ${a}<br /><small>${d}</small></span>
  </div>`}function hr({nightscout:e},t){if(!e)return p;let n=e.problem?h.nightscoutProblem(t(e.problem)):e.waiting>0?h.waiting(e.waiting):h.nightscoutOk;return u`<div class="part nightscout ${e.problem?"problem":e.waiting>0?"":"well"}">
    <svg class="cloud" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.600a4 4 0 0 1-.5 7.900z" />
      <path d=${e.problem?"M12 11v3.200M12 16.400v.1":"m9.500 14 1.900 1.900 3.300-3.600"} />
    </svg>
    <span class="words">${n}</span>
  </div>`}function mr(e,t,n){if(e.told.length===0)return p;let o=[...e.told].sort((r,i)=>i.start-r.start);return u`<div class="part told">
    <b>${h.told}</b>
    <ul>
      ${o.map(r=>Bi(r,e,t,n))}
    </ul>
  </div>`}function Bi({state:e,start:t,end:n,extreme:o},r,i,s){let a=n===null?h.since(s.when(t,i)):`${h.span(s.when(t,i),s.time(n))}`,l=Math.max(Math.round(((n??i)-t)/cr),0),d=o===null?null:s.glucose(o,r.unit),c=e==="low"||e==="urgent_low"?h.lowest:h.highest;return u`<li class=${e}>
    <span class="what">${bt(e)}${H[e]}</span>
    <span class="extreme">${d?u`<span class="word">${c} </span>${d}`:p}</span>
    <span class="times">${a} <small>${h.duration(l)}</small></span>
  </li>`}function gr(e,t,n,o){let{acknowledge:r,snooze:i,alerting:s,until:a}=e.silence,l=lr(e,t);if(!l&&!(s&&(r||i)))return p;let d=(c,m)=>c?u`<button class="press" @click=${()=>o(c)}>${m}</button>`:p;return u`<div class="part silence">
    ${l?u`<span class="words">${a===null?h.silencedEpisode:h.silencedUntil(n.when(a,t))}</span>`:p}
    ${s&&!l?[d(r,h.acknowledge),d(i,h.snooze)]:p}
  </div>`}var fr=[Qe,E`
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
  `];function he({person:e,formats:t}){let n=e.reading;return n?n.out_of_range?n.out_of_range===1?h.hi:h.lo:t.glucose(n.glucose,e.unit):h.noValue}function yr(e){return!e.trouble&&wt(e.person,e.now)}function br({person:e,trouble:t,now:n,formats:o}){if(t)return B[t];if(wt(e,n))return null;let r=e.reading?h.noReadingSince(o.when(e.reading.time,n)):h.noReading;return e.state==="sensor_ended"?`${H.sensor_ended}. ${r}`:r}function wr(e){let{person:t,now:n,name:o}=e,r=t.reading,i=br(e);if(i||!r)return`${o}: ${i??h.noReading}`;let s=r.out_of_range&&(r.out_of_range===1?h.hiLong:h.loLong),a=s?`${he(e)}, ${s}`:`${he(e)} ${t.unit}`,l=r.trend?`, ${Yn[r.trend]}`:"",d=t.pressure?`, ${h.pressure}`:"";return`${o}: ${a}${l}, ${h.agoSpoken(nn(t,n)??0)}, ${H[Dt(t,n)]}${d}`}function vr(e){let{person:t}=e,n=yr(e),o=t.reading?.trend;return u`<span class="number ${n?"":"old"}"
    ><span class="value">${n||!t.reading?he(e):u`<s>${he(e)}</s>`}</span
    >${n&&o?er(o):p}${t.reading&&!t.reading.out_of_range?u`<span class="unit">${t.unit}</span>`:p}</span
  >`}function xr(e){let{person:t,now:n,formats:o}=e,r=br(e);if(r)return u`<span class="about"><span class="why">${r}</span></span>`;let i=Dt(t,n),s=t.change===null?null:o.change(t.change,t.unit);return u`<span class="about">
    <span class="state">${bt(i)}${H[i]}</span>
    <span class="age"
      >${h.ago(nn(t,n)??0)}${s?u`<span class="change"> · ${s}</span>`:p}</span
    >
  </span>`}function $r(e){let{person:t,now:n,formats:o}=e;if(!yr(e))return p;let r=t.reading?.out_of_range,i=e.forecast?sr(t,n):null,s=e.forecast?ar(t,n):null,a=[r?r===1?h.hiLong:h.loLong:null,t.pressure?h.pressure:null,s===null?null:h.lowIn(s),i&&h.inMinutes(i.minutes,o.glucose(i.glucose,t.unit))].filter(l=>l!==null);return a.length===0?p:u`<span class="notes">${a.map(l=>u`<span>${l}</span>`)}</span>`}var Vi=new Set(["loading","not_found","unauthorized"]),Ki=700,R=class extends M{constructor(){super(...arguments);this.small=!1;this.layout="normal";this.past=!1;this.width=0;this.height=0;this.pressing=!1;this.failed=!1;this.controller=new pt(this);this.first=null;this.sizes=new ResizeObserver(([n])=>{n&&(this.width=Math.floor(n.contentRect.width),this.height=Math.floor(n.contentRect.height))});this.observed=null;this.wake=()=>this.requestUpdate();this.onMove=({detail:n})=>{n.type==="now"?this.change({...this.window,end:null}):n.type==="pan"?this.change(Oo(this.window,n.by,this.bounds)):this.change(Co(this.window,n.factor,n.around,this.bounds))};this.change=n=>{this.dispatchEvent(new CustomEvent("window",{detail:n}))};this.details=()=>{this.dispatchEvent(new CustomEvent("hass-more-info",{bubbles:!0,composed:!0,detail:{entityId:this.entityId}}))};this.press=async n=>{this.pressing=!0,this.failed=!1;try{await this.hass.callService("button","press",{entity_id:n})}catch{this.failed=!0}finally{this.pressing=!1}};this.explain=n=>this.hass.localize(`component.librelink_up.entity.binary_sensor.nightscout_problem.state_attributes.reason.state.${n}`)||n}static{this.styles=[D,L,fr]}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.wake),this.wake()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.wake),this.sizes.disconnect(),this.observed=null}willUpdate(n){this.controller.follow(this.hass,this.entityId),n.has("entityId")&&(this.first=null)}updated(){this.box!==this.observed&&(this.sizes.disconnect(),this.observed=this.box,this.box&&(this.sizes.observe(this.box),this.width=this.box.clientWidth,this.height=this.box.clientHeight))}get known(){let{person:n,trouble:o}=this.controller;return n?(this.last={entityId:this.entityId,person:n},n):this.last?.entityId===this.entityId&&o&&!Vi.has(o)?this.last?.person:void 0}shows(n){return this.settings.shown.has(n)}render(){let n=this.known,{trouble:o,now:r}=this.controller;if(!n){let s=o??"loading",a=s==="loading"&&this.layout==="normal"&&this.shows("curve")?"room":"";return u`<div class="nothing ${a}" role="status">${B[s]}</div>`}let i={person:n,trouble:o,now:r||n.now,formats:this.formats,name:this.settings.entities.length===1?this.settings.name??n.name:n.name,forecast:this.shows("forecast")};return u`<div class="body ${this.layout}">${this.layout==="compact"?this.compact(i):this.whole(i)}</div>`}compact(n){return u`${this.head(n)}${this.shows("curve")?this.curve(n,!0):p}`}whole(n){let{person:o,now:r,formats:i}=n;return u`
      ${this.past?p:this.head(n)}${this.shows("buttons")?this.silence(n):p}
      ${this.shows("curve")?[this.curve(n,!1),this.small?p:this.span()]:p}
      <div class="around">
        ${this.shows("range")?ur(o,i):p}
        ${this.shows("sensor")?pr(o,r,i):p}
        ${this.shows("nightscout")?hr(o,this.explain):p}
        ${this.shows("told")&&!this.small?mr(o,r,i):p}
      </div>
    `}head(n){let o=n.trouble?"no_readings":Dt(n.person,n.now);return u`<button class="head ${o}" aria-label="${wr(n)}. ${h.details}" @click=${this.details}>
        <span class="name">${n.name}</span>${vr(n)}${xr(n)}${$r(n)}
      </button>
      <span class="spoken" role="status">${n.name}: ${n.trouble?B[n.trouble]:H[o]}</span>`}get bounds(){return{now:this.controller.now,first:this.first,forecast:this.shows("forecast")}}curve(n,o){let r=o?Q(this.settings.hours):this.window,i=ce(r,{...this.bounds,now:n.now}),s=this.width>0?this.controller.curve(i.start,i.end,this.width):null;return this.first=s?.first??this.first,u`<div class="plot-box">
      ${s&&u`<librelink-up-curve
          .person=${n.person}
          .curve=${s}
          .seen=${i}
          .formats=${this.formats}
          .now=${n.now}
          .width=${this.width}
          .height=${this.height}
          .text=${this.letters}
          .forecast=${this.shows("forecast")&&!n.trouble}
          .plain=${o}
          @move=${this.onMove}
        ></librelink-up-curve>`}
    </div>`}get letters(){return this.layout==="wall"?Math.min(Math.max(this.width/55,14),30):this.width>Ki?13:11}span(){return ue(this.window,this.change)}silence({person:n,now:o,formats:r}){return u`<div class="silence-box" ?inert=${this.pressing}>
      ${gr(n,o,r,this.press)}${this.failed?u`<span role="alert" class="failed">${h.failed}</span>`:p}
    </div>`}};f([v({attribute:!1})],R.prototype,"hass",2),f([v({attribute:!1})],R.prototype,"entityId",2),f([v({attribute:!1})],R.prototype,"settings",2),f([v({attribute:!1})],R.prototype,"formats",2),f([v({attribute:!1})],R.prototype,"window",2),f([v({type:Boolean,reflect:!0})],R.prototype,"small",2),f([v({reflect:!0})],R.prototype,"layout",2),f([v({type:Boolean})],R.prototype,"past",2),f([_()],R.prototype,"width",2),f([_()],R.prototype,"height",2),f([_()],R.prototype,"pressing",2),f([_()],R.prototype,"failed",2),f([at(".plot-box")],R.prototype,"box",2);var _r={[G]:yt,"librelink-up-curve":A,"librelink-up-person":R};mn({..._r,...ko});xt("customCards",pn);xt("customCards",Ao);xt("customCards",Ro);xt("customStrategies",hn);
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
