(function(r){try{var s=JSON.parse(localStorage.getItem("pufa"))||{},k;for(k in s)r.setAttribute("data-"+k,s[k])}catch(e){}})(document.documentElement)
